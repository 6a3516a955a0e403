"""Run a command in front of a virtual screen: python3 .make/with_display.py COMMAND...

Xvfb chooses a free display number itself and says so when it is ready, so nothing here
guesses a number or waits a while. The command's exit status is passed on.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from contextlib import suppress

PATIENCE = 30  # seconds
SCREEN = "1280x1024x24"


def start_xvfb() -> tuple[subprocess.Popen[bytes], str]:
    reader, writer = os.pipe()
    options = ["-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", *options],
        pass_fds=[writer],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C in the terminal is the command's
    )
    os.close(writer)
    number = ""
    # The number and its line's end may come apart; closing the pipe in between ends Xvfb.
    while not number.endswith("\n") and select.select([reader], [], [], PATIENCE)[0]:
        part = os.read(reader, 16).decode()
        if not part:
            break
        number += part
    os.close(reader)
    number = number.strip()
    if not number:
        server.kill()
        sys.exit("Xvfb did not start.")
    return server, f":{number}"


def main(command: list[str]) -> int:
    server, display = start_xvfb()
    # Without these the session's own Wayland or X server would be chosen or asked for a key.
    kept = {k: v for k, v in os.environ.items() if k not in {"WAYLAND_DISPLAY", "XAUTHORITY"}}
    environment = kept | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    process = subprocess.Popen(command, env=environment)
    try:
        while True:
            with suppress(KeyboardInterrupt):  # which the command hears as well, and ends
                return process.wait()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
