"""The names of programming languages: what people write behind a fence, and what it is called."""

from __future__ import annotations

import re
from functools import cache

COLOURS = ("syn_keyword", "syn_string", "syn_number", "syn_comment", "syn_function")
"""The tokens of the design that code is coloured in."""

# What it is called; the name of its lexer in Pygments, empty for none; what people write.
_LANGUAGES = (
    ("Ada", "ada", "ada adb ads"),
    ("Assembly", "nasm", "assembly asm nasm x86asm x86 masm"),
    ("Assembly", "gas", "armasm gas"),
    ("AWK", "awk", "awk gawk"),
    ("Batch", "batch", "batch bat cmd dos"),
    ("C", "c", "c h"),
    ("C#", "csharp", "c# cs csharp csx"),
    ("C++", "cpp", "c++ cpp cxx cc hpp hh hxx"),
    ("Clojure", "clojure", "clojure clj cljs cljc edn"),
    ("CMake", "cmake", "cmake"),
    ("COBOL", "cobol", "cobol cob cbl"),
    ("CoffeeScript", "coffeescript", "coffeescript coffee"),
    ("Crystal", "crystal", "crystal cr"),
    ("CSS", "css", "css"),
    ("D", "d", "d"),
    ("Dart", "dart", "dart"),
    ("Delphi", "delphi", "delphi pascal objectpascal pas"),
    ("Diff", "diff", "diff patch udiff"),
    ("Dockerfile", "docker", "dockerfile docker containerfile"),
    ("Elixir", "elixir", "elixir ex exs"),
    ("Elm", "elm", "elm"),
    ("Erlang", "erlang", "erlang erl"),
    ("F#", "fsharp", "f# fs fsharp fsx"),
    ("Fish", "fish", "fish"),
    ("Fortran", "fortran", "fortran f90 f95 f03 f08"),
    ("GDScript", "gdscript", "gdscript gd"),
    ("Gleam", "gleam", "gleam"),
    ("GLSL", "glsl", "glsl"),
    ("Go", "go", "go golang"),
    ("GraphQL", "graphql", "graphql gql"),
    ("Groovy", "groovy", "groovy gradle jenkinsfile"),
    ("Haskell", "haskell", "haskell hs"),
    ("HCL", "terraform", "hcl terraform tf"),
    ("HTML", "html", "html htm xhtml"),
    ("HTTP", "http", "http"),
    ("INI", "ini", "ini cfg conf dosini editorconfig"),
    ("Java", "java", "java"),
    ("JavaScript", "javascript", "javascript js mjs cjs node"),
    ("JSON", "json", "json jsonl ndjson"),
    ("JSON5", "json5", "json5 jsonc"),
    ("JSX", "jsx", "jsx"),
    ("Julia", "julia", "julia jl"),
    ("Kotlin", "kotlin", "kotlin kt kts"),
    ("LaTeX", "latex", "latex tex"),
    ("Lisp", "common-lisp", "lisp common-lisp cl"),
    ("Lisp", "emacs-lisp", "elisp emacs-lisp emacs el"),
    ("Lua", "lua", "lua luau"),
    ("Makefile", "make", "makefile make mk gnumakefile"),
    ("Markdown", "markdown", "markdown md"),
    ("MATLAB", "matlab", "matlab"),
    ("Mermaid", "", "mermaid"),
    ("Mojo", "mojo", "mojo"),
    ("nginx", "nginx", "nginx nginxconf"),
    ("Nim", "nim", "nim nimrod"),
    ("Nix", "nix", "nix"),
    ("Objective-C", "objective-c", "objc objectivec objective-c obj-c mm"),
    ("OCaml", "ocaml", "ocaml ml"),
    ("Octave", "octave", "octave"),
    ("Perl", "perl", "perl pl pm"),
    ("PHP", "php", "php"),
    ("PowerShell", "powershell", "powershell ps1 pwsh posh"),
    ("Prolog", "prolog", "prolog"),
    ("Properties", "properties", "properties env dotenv"),
    ("Protocol Buffers", "protobuf", "protobuf proto"),
    ("Python", "python", "python py python3 py3 micropython"),
    ("Python", "pycon", "pycon ipython"),
    ("R", "r", "r rlang splus"),
    ("Racket", "racket", "racket rkt"),
    ("reStructuredText", "restructuredtext", "rst restructuredtext"),
    ("Ruby", "ruby", "ruby rb"),
    ("Rust", "rust", "rust rs"),
    ("Sass", "sass", "sass"),
    ("Scala", "scala", "scala"),
    ("Scheme", "scheme", "scheme scm"),
    ("SCSS", "scss", "scss"),
    ("Shell", "bash", "shell sh bash zsh ksh"),
    ("Shell", "console", "console shell-session shellsession terminal"),
    ("Smalltalk", "smalltalk", "smalltalk"),
    ("Solidity", "solidity", "solidity sol"),
    ("SQL", "sql", "sql sqlite plsql"),
    ("SQL", "mysql", "mysql mariadb"),
    ("SQL", "postgresql", "postgresql postgres psql plpgsql"),
    ("SQL", "tsql", "tsql t-sql"),
    ("Svelte", "html", "svelte"),
    ("SVG", "xml", "svg"),
    ("Swift", "swift", "swift"),
    ("Text", "", "text txt plain plaintext output log"),
    ("TOML", "toml", "toml"),
    ("TSX", "tsx", "tsx"),
    ("TypeScript", "typescript", "typescript ts mts cts"),
    ("Verilog", "verilog", "verilog"),
    ("VHDL", "vhdl", "vhdl"),
    ("Vim", "vim", "vim viml vimscript"),
    ("Visual Basic", "vbnet", "vb vbnet vb.net visualbasic vba basic"),
    ("Vue", "vue", "vue"),
    ("WebAssembly", "wat", "wat wasm"),
    ("XML", "xml", "xml xsl xsd plist"),
    ("YAML", "yaml", "yaml yml ansible"),
    ("Zig", "zig", "zig"),
)
_LONGEST = 40
_WORD = re.compile(r"[^\s:;,{}]+")


@cache
def _known() -> dict[str, tuple[str, str]]:
    return {word: (name, lexer) for name, lexer, words in _LANGUAGES for word in words.split()}


def language_name(word: str) -> str:
    """Return what the language is called that a fence calls `word`.

    One that isn't known is called as it is written; without a word the name is empty.
    """
    known = _known().get(_plain(word))
    return word[:_LONGEST] if known is None else known[0]


def lexer_name(word: str) -> str:
    """Return what Pygments may call that language; empty for what has no colours."""
    plain = _plain(word)
    known = _known().get(plain)
    return plain if known is None else known[1]


def _plain(word: str) -> str:
    """Return the language in what some write: ``Python``, ``.py``, ``js{1,3}``, ``ts:main.ts``."""
    found = _WORD.search(word[:_LONGEST].lower())
    return "" if found is None else found[0].removeprefix(".").removeprefix("language-")
