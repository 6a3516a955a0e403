"""Finding entries of the menus by their names."""

from gui.menus.keyboard_map import entries


def entry(window, menu, name):
    """The action of an entry; those in inner menus are named "Inner: entry"."""
    return dict(entries(window)[menu])[name]
