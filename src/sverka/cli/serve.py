"""`sverka serve`: look at the published site on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from sverka.cli.options import Folder
from sverka.cli.screen import Screen


def serve(
    context: typer.Context,
    folder: Folder,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8080,
    host: Annotated[str, typer.Option(help="The address; 127.0.0.1 is this machine alone.")] = "127.0.0.1",
) -> int:
    """Serve the published site of an election folder until you press Ctrl-C."""
    from sverka.office.folder import ElectionFolder
    from sverka.office.serve import server_of

    screen = Screen.of(context)
    public = ElectionFolder(folder).public
    server = server_of(public if public.is_dir() else folder, port=port, host=host)
    screen.say(f"http://{host}:{server.server_address[1]}/  (Ctrl-C to stop)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        screen.say("stopped")
    finally:
        server.server_close()
    return 0
