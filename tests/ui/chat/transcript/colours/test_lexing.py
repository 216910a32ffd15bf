"""Which words of which languages are coloured, and where exactly."""

from __future__ import annotations

import pytest

from desktop_app.ui.chat.transcript.colours import lexing
from desktop_app.ui.chat.transcript.colours.languages import _LANGUAGES, COLOURS, lexer_name
from desktop_app.ui.chat.transcript.colours.lexing import answers, coloured, lexer_called

C = "#include <stdio.h>\nint main(void) { return 42; /* why */ }"
CPP = "class A { public: int f() { return 1; } }; // why"
CS = 'using System; class A { static void Main() { var x = "a"; } }'
CSS = "a:hover { color: #fff; margin: 0 1px; } /* why */"
DELPHI = "program A; begin writeln('a'); end."
GO = 'package main\nfunc main() { x := "a"; return 1 }'
HTML = '<a href="b">c</a><!-- why -->'
JS = "const f = async (x) => { return `a${x}` + 42; } // why"
LISP = '(defun f (x) "why" (+ x 1)) ; why'
PYTHON = '@a\ndef f(x):  # why\n    return "a" + 42'
SHELL = 'for f in *.txt; do echo "$f"; done # why'
SQL = "SELECT count(*) FROM a WHERE b = 'c' -- why"
TS = "interface A { b: string }\nconst x: number = 42 // why"
VB = "Dim x As Integer = 42 ' why"

WRITTEN = [
    ("ada", 'procedure A is begin Put ("a"); end A; -- why'),
    ("asm", "mov eax, 42 ; why"),
    ("assembly", "section .text\nmov eax, 42 ; why"),
    ("bash", SHELL),
    ("bat", "@echo off\nset x=1\nrem why\nif exist a echo b"),
    ("c", C),
    ("h", C),
    ("c#", CS),
    ("cs", CS),
    ("csharp", CS),
    ("c++", CPP),
    ("cpp", CPP),
    ("hpp", CPP),
    ("clojure", '(defn f [x] "a" (inc 42)) ; why'),
    ("clj", '(defn f [x] "a" (inc 42)) ; why'),
    ("cmake", 'project(a)\nset(B "c") # why'),
    ("cobol", '       IDENTIFICATION DIVISION.\n       DISPLAY "A" 42.'),
    ("console", '$ echo "a"\na'),
    ("css", CSS),
    ("dart", "void main() { var x = 'a'; return 42; } // why"),
    ("delphi", DELPHI),
    ("pascal", DELPHI),
    ("diff", "--- a\n+++ b\n-old\n+new"),
    ("patch", "-old\n+new"),
    ("dockerfile", 'FROM a:1\nRUN echo "b" # why'),
    ("docker", 'FROM a:1\nCMD ["b"]'),
    ("elixir", 'defmodule A do\n  def f(x), do: "a" # why\nend'),
    ("erlang", '-module(a).\nf(X) -> "a" ++ 42. % why'),
    ("f#", 'let f x = "a" + 42 // why'),
    ("fsharp", 'let f x = "a" + 42 // why'),
    ("fish", 'for f in *\n  echo "a" # why\nend'),
    ("fortran", "program a\n  integer :: x = 42 ! why\nend program a"),
    ("gdscript", 'func f():\n\treturn "a" # why'),
    ("gleam", 'pub fn main() { "a" } // why'),
    ("go", GO),
    ("golang", GO),
    ("graphql", 'query A { b(c: "d") { e } } # why'),
    ("groovy", 'def f() { return "a" } // why'),
    ("gradle", "plugins { id 'java' } // why\ndef x = 42"),
    ("haskell", 'f :: Int -> String\nf x = "a" -- why'),
    ("hcl", 'resource "a" "b" { c = 42 } # why'),
    ("html", HTML),
    ("http", "GET /a HTTP/1.1\nHost: b"),
    ("ini", "[a]\nb = c ; why"),
    ("java", "class A { int f() { return 42; } } // why"),
    ("javascript", JS),
    ("js", JS),
    ("json", '{"a": 42, "b": [true, null, "c"]}'),
    ("jsonc", '{"a": 42} // why'),
    ("jsx", 'const A = () => <b c="d">{42}</b>;'),
    ("julia", 'function f(x)\n  return "a" # why\nend'),
    ("kotlin", 'fun f(x: Int): String { return "a" } // why'),
    ("kt", 'fun f(x: Int): String { return "a" } // why'),
    ("latex", "\\section{a} $x^2$ % why"),
    ("tex", "\\section{a} $x^2$ % why"),
    ("lisp", LISP),
    ("elisp", LISP),
    ("lua", 'local function f() return "a" end -- why'),
    ("makefile", "a: b\n\techo c # why\nX = 1"),
    ("make", "a: b\n\techo c # why\nX = 1"),
    ("markdown", "# a\n`b` **c** 1\n\n```python\ndef f(): pass\n```"),
    ("matlab", "function y = f(x)\n  y = x + 42; % why\nend"),
    ("mojo", "fn f(x: Int) -> Int:\n    return 42 # why"),
    ("nginx", "server { listen 80; # why\n}"),
    ("nim", 'proc f(x: int): string = "a" # why'),
    ("nix", '{ a = "b"; } # why'),
    ("objc", "@interface A : B\n- (int)f { return 42; } // why\n@end"),
    ("objective-c", "@interface A : B\n- (int)f { return 42; } // why\n@end"),
    ("ocaml", 'let f x = "a" (* why *)'),
    ("octave", "x = 42; % why\ndisp('a')"),
    ("perl", 'my $x = "a"; # why\nsub f { return 42 }'),
    ("php", '<?php function f($x) { return "a"; } // why'),
    ("powershell", 'function Get-A { param($x) "a" } # why'),
    ("ps1", 'if ($x -eq 42) { "a" } # why'),
    ("prolog", 'a(X) :- b(X), c("d"). % why\nx(1).'),
    ("properties", "a = b\n# why"),
    ("env", "A=b\n# why"),
    ("proto", 'syntax = "proto3";\nmessage A { string b = 1; } // why'),
    ("protobuf", "message A { string b = 1; } // why"),
    ("py", PYTHON),
    ("python", PYTHON),
    ("python3", PYTHON),
    ("pycon", '>>> "a"\n>>> def f(): pass'),
    ("r", 'f <- function(x) { "a" } # why'),
    ("racket", '(define (f x) "a") ; why'),
    ("ruby", 'def f(x)\n  "a" # why\nend'),
    ("rb", 'class A\n  puts "a"\nend'),
    ("rust", 'fn f(x: i32) -> String { "a".into() } // why'),
    ("rs", "fn f() -> i32 { 42 } // why"),
    ("scala", 'object A { def f(x: Int) = "a" } // why'),
    ("scheme", '(define (f x) "a") ; why'),
    ("scss", "$a: 1px; .b { &:hover { color: red; } } // why"),
    ("sh", SHELL),
    ("shell", SHELL),
    ("zsh", SHELL),
    ("solidity", "contract A { uint x = 42; } // why"),
    ("sql", SQL),
    ("mysql", SQL),
    ("postgresql", SQL),
    ("svelte", HTML + "<script>let x = 42;</script>"),
    ("svg", '<svg width="1"><!-- why --></svg>'),
    ("swift", 'func f(x: Int) -> String { return "a" } // why'),
    ("toml", '[a]\nb = "c" # why\nd = 42'),
    ("tsx", 'const A = (p: B) => <b c="d">{42}</b>;'),
    ("typescript", TS),
    ("ts", TS),
    ("verilog", "module a(input b); // why\nassign c = 1'b0; endmodule"),
    ("vhdl", "entity a is -- why\nend a;"),
    ("vb", VB),
    ("vba", VB),
    ("vim", 'let x = "a"\nfunction F()\nreturn 42\nendfunction'),
    ("vue", '<template><a :b="c">d</a></template>\n<script>let x = 42</script>'),
    ("xml", '<a b="c">d</a><!-- why -->'),
    ("yaml", 'a: 42 # why\nb: "c"'),
    ("yml", 'a: 42 # why\nb: "c"'),
    ("zig", "fn f() i32 { return 42; } // why"),
]


def spans(text: str, word: str) -> list[list[tuple[str, str]]]:
    """Return the coloured words of each line with their colours."""
    lexer = lexer_called(lexer_name(word))
    assert lexer is not None
    found = []
    for line, source in zip(coloured(text, lexer), text.split("\n"), strict=False):
        units = source.encode("utf-16-le")
        triples = zip(line[::3], line[1::3], line[2::3], strict=True)
        found.append(
            [
                (units[2 * start : 2 * (start + length)].decode("utf-16-le"), COLOURS[colour])
                for start, length, colour in triples
            ]
        )
    return found


@pytest.mark.parametrize(("word", "text"), WRITTEN, ids=[word for word, _ in WRITTEN])
def test_at_least_two_kinds_of_words_are_coloured(word: str, text: str) -> None:
    kinds = {kind for line in spans(text, word) for _, kind in line}
    assert len(kinds) >= 2, spans(text, word)


@pytest.mark.parametrize("lexer", sorted({lexer for _, lexer, _ in _LANGUAGES if lexer}))
def test_every_lexer_is_there_and_leaves_the_text_as_it_is(lexer: str) -> None:
    found = lexer_called(lexer)
    assert found is not None
    text = "a = 'b' # 🙂\n\n\tfunction(x) { return 1 }\n<c>"
    values = [value for _, _, value in found.get_tokens_unprocessed(text + "\n")]
    assert "".join(values) == text + "\n"


def test_kinds_of_words() -> None:
    (first, second, third) = spans('def f():  # why\n    return "a"\nx = 42', "python")
    assert first == [("def", "syn_keyword"), ("f", "syn_function"), ("# why", "syn_comment")]
    assert second == [("return", "syn_keyword"), ('"a"', "syn_string")]
    assert third == [("42", "syn_number")]


def test_a_string_over_several_lines() -> None:
    first, second, third = spans('x = """one\ntwo\nthree"""', "python")
    assert first == [('"""one', "syn_string")]
    assert second == [("two", "syn_string")]
    assert third == [('three"""', "syn_string")]


def test_characters_beyond_the_first_plane_count_twice() -> None:
    ((*_, last),) = spans('a = "🙂" # x', "python")
    assert last == ("# x", "syn_comment")


@pytest.mark.parametrize("text", ["", "\n\n", "\nx = 1\n\n", "x = 1", "# why"])
def test_empty_lines_at_the_edges_stay_in_place(text: str) -> None:
    found = spans(text, "python")
    assert len(found) == text.count("\n") + 1
    for line, words in zip(text.split("\n"), found, strict=True):
        assert bool(words) == bool(line)


def test_a_command_is_coloured_behind_its_prompt() -> None:
    assert ('"a"', "syn_string") in spans('$ echo "a"', "console")[0]


def test_an_answer_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexing, "_PART_LINES", 2)
    parts = list(answers({"text": "1\n2\n3\n4\n5", "lexer": "python"}))
    assert [len(part["lines"]) for part in parts] == [2, 2, 1]
    assert [part.get("more", False) for part in parts] == [True, True, False]


def test_what_takes_too_long_is_left_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(0, 1000, 2))
    monkeypatch.setattr(lexing, "monotonic", lambda: next(now))
    lines = [line for part in answers({"text": "1\n" * 9, "lexer": "c"}) for line in part["lines"]]
    assert lines == [[0, 1, 2]] * 3


def test_an_unknown_lexer_gives_no_lines() -> None:
    assert list(answers({"text": "x", "lexer": "no-such-lexer"})) == [{"lines": []}]
