"""Catalogues of translations: as Babel reads them."""

import pytest
from babel.messages.pofile import read_po

from engine.core.catalogue_file import Message, read_messages
from engine.core.words import PATTERN, catalogue_files

FILES = tuple(catalogue_files("zh"))
ENTRIES = r"""msgid ""
msgstr ""
"Language: zh\n"

#: a/file.py
#, fuzzy, no-python-brace-format
msgid ""
"two lines\n"
"of \"text\" \\ and\t{more}"
msgstr "\n第一行\\n"

msgid "open"
msgstr ""

#~ msgid "gone"
#~ msgstr "没有了"
"""


def test_every_entry_of_the_window_s_and_of_each_page():
    assert len(FILES) > 1
    for file in FILES:
        with file.open("rb") as content:
            wanted = {
                str(each.id): (str(each.string), each.fuzzy, PATTERN in each.flags)
                for each in read_po(content, locale="zh")
                if each.id
            }
        found = {
            each.english: (each.text, "fuzzy" in each.flags, PATTERN in each.flags)
            for each in read_messages(file.read_text(encoding="utf-8"))
        }
        assert found == wanted, file


def test_escapes_flags_and_what_is_left_out():
    assert list(read_messages(ENTRIES)) == [
        Message(
            'two lines\nof "text" \\ and\t{more}',
            "\n第一行\\n",
            frozenset(("fuzzy", "no-python-brace-format")),
        ),
        Message("open", "", frozenset()),
    ]


@pytest.mark.parametrize("line", ['msgctxt "menu"', 'msgid_plural "rows"', "nonsense"])
def test_what_this_program_does_not_use_is_refused(line):
    with pytest.raises(ValueError, match="not a line of a catalogue"):
        list(read_messages(f'{line}\nmsgid "a"\nmsgstr "b"\n'))
