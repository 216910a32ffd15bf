"""What assistive technology sees of one process; run by the system's Python, which has `gi`.

Every line on standard input is a request, every line on standard output its answer, both JSON:
``["tree"]``, ``["heard"]``, ``["do", path, action]`` with a path of positions from the application.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is chosen before

EVENTS = (
    "object:announcement",
    "object:children-changed",
    # Without it the names that were read once would be kept for ever.
    "object:property-change",
    "object:state-changed:focused",
    "object:text-caret-moved",
    "object:text-changed",
)


class Client:
    """Looks at the application of a process, and keeps what it tells.

    Args:
        process: Its id.
    """

    def __init__(self, process):
        self.process = process
        self.heard = []
        self.listener = Atspi.EventListener.new(self.hear)
        for event in EVENTS:
            self.listener.register(event)

    def hear(self, event):
        """Keep an event: its type, the name of where it comes from, and its words."""
        if event.source is not None and event.source.get_process_id() == self.process:
            words = event.any_data if isinstance(event.any_data, str) else ""
            self.heard.append([event.type, event.source.get_name(), words])

    def application(self):
        """Return the application, None before it has come."""
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process:
                return child
        return None

    def answer(self, request):
        """Return what a request asks for."""
        if request[0] == "heard":
            return self.heard
        found = self.application()
        if request[0] == "tree":
            return None if found is None else node(found)
        for position in request[1]:
            found = found.get_child_at_index(position)
        names = [found.get_action_name(index) for index in range(found.get_n_actions())]
        return found.do_action(names.index(request[2]))


def node(accessible):
    """Return an accessible and all below it."""
    interfaces = accessible.get_interfaces()
    area = accessible.get_extents(Atspi.CoordType.SCREEN) if "Component" in interfaces else None
    count = accessible.get_character_count() if "Text" in interfaces else 0
    return {
        "role": accessible.get_role_name(),
        "name": accessible.get_name(),
        "description": accessible.get_description(),
        "text": accessible.get_text(0, count) if "Text" in interfaces else None,
        "area": area and [area.x, area.y, area.width, area.height],
        "states": [state.value_nick for state in accessible.get_state_set().get_states()],
        "children": [
            node(child)
            for index in range(accessible.get_child_count())
            if (child := accessible.get_child_at_index(index)) is not None
        ],
    }


def asked(_channel, _condition, client):
    """Answer a line; stop after the last."""
    line = sys.stdin.readline()
    if not line:
        Atspi.event_quit()
        return False
    try:
        answer = client.answer(json.loads(line))
    except GLib.Error as error:
        # What was there a moment ago may be gone.
        answer = {"error": error.message}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return True


if __name__ == "__main__":
    Atspi.init()
    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, asked, Client(int(sys.argv[1])))
    Atspi.event_main()
