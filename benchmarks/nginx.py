"""nginx with one worker, serving a file with given headers: what no Python can reach."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.measuring import needed, until_answered
from benchmarks.service import free_port

__all__ = ["nginx"]

_CONFIG = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  sendfile on;
  etag off;
  default_type "{kind}";
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  server {{
    listen 127.0.0.1:{port};
    location = {path} {{
      root {folder};
      rewrite ^ /body break;
      add_header Last-Modified "";
{headers}
    }}
  }}
}}
"""


@asynccontextmanager
async def nginx(folder: Path, path: str, headers: Sequence[tuple[str, str]]) -> AsyncIterator[str]:
    """Serves ``body`` of the folder at ``path``; gives the origin.

    Raises:
        Missing: nginx is not installed.
    """
    program, port = needed("nginx", "nginx"), free_port()
    kind = next(value for name, value in headers if name.lower() == "content-type")
    lines = [
        f"      add_header {name} '{value.replace(chr(39), chr(92) + chr(39))}';"
        for name, value in headers
        if name.lower() not in {"content-type", "content-length", "date", "server"}
    ]
    os.chmod(folder, 0o755)  # noqa: PTH101, S103  its worker is another user if we are root
    config = folder / "nginx.conf"
    config.write_text(
        _CONFIG.format(folder=folder, port=port, path=path, kind=kind, headers="\n".join(lines)),
        encoding="utf-8",
    )
    process = await asyncio.create_subprocess_exec(
        program, "-c", str(config), "-e", str(folder / "nginx.log")
    )
    try:
        await until_answered(f"http://127.0.0.1:{port}{path}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()
