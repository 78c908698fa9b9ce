"""The window of the sandbox, as somebody with a keyboard and a screen reader has it."""

import subprocess
import time
import warnings

warnings.simplefilter('ignore')
import gi  # noqa: E402

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.set_timeout(3000, 8000)


class Window:
    """WORDS start the program; it is on the accessibility bus under one of NAMES."""

    def __init__(self, words, names):
        # Starts the accessibility bus before the program asks for it.
        Atspi.get_desktop(0).get_child_count()
        self.names = names
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        self.wait_for(self.find_application, 'the window is not on the accessibility bus')

    def find_application(self):
        while GLib.MainContext.default().iteration(False):
            pass
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_name() in self.names:
                return child
        return None

    @staticmethod
    def wait_for(what, problem, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = what()
            if found:
                return found
            time.sleep(0.3)
        raise AssertionError(problem)

    def nodes(self):
        application = self.find_application()
        if application is None:
            return []
        application.clear_cache()
        return list(walk(application))

    def find(self, name):
        """What is shown under this name and can be pressed."""
        for node in self.nodes():
            try:
                if (node.get_name() == name and node.get_n_actions() > 0
                        and node.get_state_set().contains(Atspi.StateType.SENSITIVE)):
                    return node
            except GLib.Error:
                continue
        return None

    def texts(self):
        return [node.get_name() for node in self.nodes()]

    def press(self, name):
        self.wait_for(lambda: self.find(name), f'no “{name}” to press').do_action(0)

    def type_key(self, key):
        """Whichever window has the keys has got them from its own program."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'tiem'],
                               capture_output=True, text=True, check=False).stdout.split()
        assert found, 'no window on the screen'
        subprocess.run(['xdotool', 'windowfocus', '--sync', found[0], 'key', key], check=True,
                       timeout=20)


def walk(node, depth=0):
    try:
        if depth > 1 and not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            return
        yield node
        if depth < 45:
            for i in range(min(node.get_child_count(), 120)):
                child = node.get_child_at_index(i)
                if child is not None:
                    yield from walk(child, depth + 1)
    except GLib.Error:  # it went away while we looked
        return
