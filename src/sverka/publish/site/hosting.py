"""What a host should say with every page: a strict Content-Security-Policy and its like, as common hosts read it.

::

    hosting/_headers      Netlify, Cloudflare Pages: to the root of the site
    hosting/nginx.conf    nginx: into the server block
    hosting/htaccess      Apache: as .htaccess to the root of the site

Pages say the policy themselves too, so a host that says nothing weakens it only where a page cannot speak for itself.
Files of evidence are other people's: a browser that opens one gives it no script, no form, and no place of its own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from sverka.publish.site.static_files import FONTS

FOREVER = "public, max-age=31536000, immutable"  # a name under static/ or search/ follows from its bytes
ASK_AGAIN = "no-cache"  # kept, and used after asking whether it is still so
NAMED_BY_BYTES = ("static", "search")
OPEN = ("data", "record", "at")  # whose figures programs on other pages may read
OF_OTHERS = "evidence"
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
HSTS = "max-age=31536000"
LETTERS = tuple(f"static/{name}" for name in FONTS if name.endswith(".woff2"))
TEXTS = " ".join(
    (
        *("text/css", "text/csv", "text/plain", "text/xml", "text/javascript"),
        *("application/javascript", "application/json", "application/atom+xml", "image/svg+xml"),
    )
)

PAGE = re.compile(r"(?:^|/)(at/[^/]+/)?[a-z]{2}/([^?]*\.html|)$")  # wherever on a host the site lies
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@cache
def policy() -> str:
    """The Content-Security-Policy of every page; the page for what is not there brings its few rules of style along."""
    template = files("sverka.publish.site").joinpath("templates", "missing.html").read_text("utf-8")
    found = STYLE.search(template)
    rules = found[1] if found else ""
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'self' 'sha256-{digest}'; script-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def headers() -> Mapping[str, str]:
    """What goes with every file."""
    return {
        "Content-Security-Policy": policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def headers_of(path: str) -> Mapping[str, str]:
    """What goes with one file of the site, by its path from the folder of the site.

    >>> headers_of("static/site-1f0c82aa.css")["Cache-Control"]
    'public, max-age=31536000, immutable'
    >>> headers_of("now.json")["Cache-Control"]
    'no-cache'
    """
    folder = path.partition("/")[0]
    said = dict(headers())
    said["Cache-Control"] = FOREVER if folder in NAMED_BY_BYTES else ASK_AGAIN
    if folder in OPEN:
        said["Access-Control-Allow-Origin"] = "*"
    if folder == OF_OTHERS:
        said["Content-Security-Policy"] = SANDBOX
    page = PAGE.search(path)
    if page:
        said["Link"] = letters("../" * (1 + page[2].count("/") + (2 if page[1] else 0)))
    return said


def letters(root: str) -> str:
    """The letters of a page, to be fetched while it is read: a first view has them then, and nothing jumps.

    A page cannot say so itself: on a disk a browser would complain that it is none of the web.
    """
    return ", ".join(
        f"<{root}{path}>; rel=preload; as=font; type=font/woff2; crossorigin" for path in LETTERS
    )


def hosting_files() -> Iterator[tuple[str, bytes]]:
    """The same for hosts that serve the folder of a site."""
    yield "hosting/_headers", _headers_file().encode()
    yield "hosting/nginx.conf", _nginx().encode()
    yield "hosting/htaccess", _apache().encode()


def _secure() -> Mapping[str, str]:
    return {**headers(), "Strict-Transport-Security": HSTS, "Link": letters("/")}


def _headers_file() -> str:
    """A path, then its headers, each line two spaces in; what several paths say is joined."""
    every = "".join(f"  {name}: {value}\n" for name, value in _secure().items())
    lasting = "".join(f"/{each}/*\n  Cache-Control: {FOREVER}\n" for each in NAMED_BY_BYTES)
    others = "".join(f"/{each}/*\n  Access-Control-Allow-Origin: *\n" for each in OPEN)
    return f"/*\n{every}{lasting}{others}/{OF_OTHERS}/*\n  Content-Security-Policy: {SANDBOX}\n"


def _nginx() -> str:
    every = "".join(
        f'add_header {name} "{value}" always;\n' for name, value in _secure().items() if not _is_policy(name)
    )
    return f"""\
# The three maps stand in the http block, all else in the server block of the site.
map $uri $sverka_cache {{
    ~/({"|".join(NAMED_BY_BYTES)})/ "{FOREVER}";
    default "{ASK_AGAIN}";
}}
map $uri $sverka_policy {{
    ~/{OF_OTHERS}/ "{SANDBOX}";
    default "{policy()}";
}}
map $uri $sverka_open {{
    ~/({"|".join(OPEN)})/ "*";
    default "";
}}

{every}add_header Content-Security-Policy $sverka_policy always;
add_header Cache-Control $sverka_cache always;
add_header Access-Control-Allow-Origin $sverka_open always;
charset utf-8;
charset_types text/html text/css text/plain text/xml text/csv application/javascript application/json;
error_page 404 /404.html;
index index.html;
gzip on;
gzip_vary on;
gzip_types {TEXTS};
"""


def _apache() -> str:
    every = "".join(
        f'Header always set {name} "{value}"\n' for name, value in _secure().items() if not _is_policy(name)
    )
    return f"""\
# As .htaccess at the root of the site; the host has to allow it: AllowOverride FileInfo Indexes.
Options -Indexes
DirectoryIndex index.html
AddDefaultCharset utf-8
ErrorDocument 404 /404.html
<IfModule mod_headers.c>
{every}Header always set Content-Security-Policy "{policy()}" "expr=! %{{REQUEST_URI}} =~ m#/{OF_OTHERS}/#"
Header always set Content-Security-Policy "{SANDBOX}" "expr=%{{REQUEST_URI}} =~ m#/{OF_OTHERS}/#"
Header always set Cache-Control "{ASK_AGAIN}" "expr=! %{{REQUEST_URI}} =~ m#/({"|".join(NAMED_BY_BYTES)})/#"
Header always set Cache-Control "{FOREVER}" "expr=%{{REQUEST_URI}} =~ m#/({"|".join(NAMED_BY_BYTES)})/#"
Header always set Access-Control-Allow-Origin "*" "expr=%{{REQUEST_URI}} =~ m#/({"|".join(OPEN)})/#"
</IfModule>
<IfModule mod_deflate.c>
AddOutputFilterByType DEFLATE text/html {TEXTS}
</IfModule>
"""


def _is_policy(name: str) -> bool:
    return name == "Content-Security-Policy"
