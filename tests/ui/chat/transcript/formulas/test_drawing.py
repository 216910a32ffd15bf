"""What LaTeX is drawn, and what is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from desktop_app.ui.chat.transcript.formulas.drawing import RefusedError, draw, prepare
from desktop_app.ui.chat.transcript.formulas.drawn import EM, Drawing

WRITTEN_BY_MODELS = [
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}",
    r"\int_0^\infty e^{-x^2} \, dx = \frac{\sqrt{\pi}}{2}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{bmatrix} 1 & \cdots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \cdots & 1 \end{bmatrix}",
    r"f(x) = \begin{cases} x^2 & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b + c \\ &= d + e \end{aligned}",
    r"\begin{align} \nabla \cdot \mathbf{E} &= \frac{\rho}{\varepsilon_0} \end{align}",
    r"\begin{align*} x &= 1 \\ y &= 2 \end{align*}",
    r"\begin{equation} E = mc^2 \label{eq:e} \end{equation}",
    r"\begin{gather*} a + b \\ c \end{gather*}",
    r"\begin{alignat}{2} a &= b \\ c &= d \end{alignat}",
    r"\mathbb{R}^n \to \mathbb{C}, \quad \mathcal{L}(\theta), \; \mathfrak{g}",
    r"\left( \frac{a}{b} \right)^2 \left[ x \right] \left\{ y \right. \left| z \right|",
    r"\hat{x}, \bar{y}, \tilde{z}, \vec{v}, \dot{q}, \overline{AB}",
    r"\sqrt[3]{x^3 + 1}",
    r"\alpha \beta \gamma \epsilon \varepsilon \theta \lambda \mu \pi \varphi \omega \Gamma \Omega",
    r"f'(x), \quad f''(x), \qquad y' = \frac{dy}{dx}",
    r"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
    r"\boxed{E = mc^2}",
    r"\operatorname{softmax}(x_i) = \frac{e^{x_i}}{\sum_j e^{x_j}}",
    r"\dfrac{a}{b} + \tfrac{1}{2} + \cfrac{1}{1+\cfrac{1}{x}}",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    r"\mathrm{d}x, \mathbf{v}, \mathsf{A}, \mathtt{code}, \boldsymbol{\beta}, \bm{x}",
    r"\underbrace{a + b}_{\text{two}} + \overbrace{x+y}^{2}",
    r"A \cup B \subseteq D \setminus E, x \notin B, \emptyset, \forall \exists \neg \implies \iff",
    r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}\right]",
    r"\arg\max_{\theta} \mathbb{E}_{x \sim p}\left[\log p_\theta(x)\right]",
    r"\operatorname*{arg\,min}_{w} \|Xw - y\|_2^2 + \norm{w}_1 + \abs{w}",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}",
    r"x \xrightarrow{f} y, \quad a \equiv b \pmod{n}, \quad a \bmod b",
    r"\mathop{\mathrm{minimize}}\limits_{x \in \R} f(x)",
    r"\sum_{\substack{i=1 \\ i \ne j}}^{n} a_i \nonumber \tag{1}",
    r"\bigl( x \bigr) \Big|_{x=0} \left.\frac{df}{dx}\right|_{x=0}",
    r"\text{Скорость} = 3\,\text{km/h}",
    r"\begin{cases} 2x + y = 5 \\[4pt] x - y = 1 \end{cases}",
    r"\mathbb{1}_{a < b} \not= \text{a < b & c}",
    r"\textcolor{blue}{y} + \cancel{x} + \tr(A) + \mathop{A + B}",
]


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    prepare()


def drawn(latex: str, *, display: bool = True) -> Drawing:
    return draw(latex, display=display)


def paths(drawing: Drawing) -> list[ElementTree.Element]:
    """Its letters."""
    return list(ElementTree.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}path"))


@pytest.mark.parametrize("latex", WRITTEN_BY_MODELS)
def test_what_models_write_is_drawn(latex: str) -> None:
    for display in (True, False):
        drawing = drawn(latex, display=display)
        assert paths(drawing)
        assert drawing.width > 0
        assert drawing.ascent + drawing.descent > EM / 2


def test_the_box_holds_every_letter_and_knows_the_baseline() -> None:
    x, fraction = drawn("x"), drawn(r"\frac{x}{y}")
    assert 0.3 * EM < x.ascent < 0.7 * EM
    assert 0 < x.descent < 0.2 * EM
    assert fraction.ascent > x.ascent
    assert fraction.descent > x.descent
    # ziamath's own box would cut the tail of this g off.
    below = drawn(r"\xleftarrow[g]{}")
    assert below.descent > drawn(r"\xleftarrow[x]{}").descent


def test_a_formula_within_a_line_is_lower_than_a_displayed_one() -> None:
    latex = r"\sum_{i=1}^{n} i"
    inline, display = drawn(latex, display=False), drawn(latex)
    assert inline.ascent + inline.descent < display.ascent + display.descent


def test_ink_takes_the_colour_that_the_root_is_given_but_what_is_coloured_keeps_it() -> None:
    fills = {path.get("fill") for path in paths(drawn(r"x + \textcolor{red}{y}"))}
    assert fills == {"currentColor", "red"}


def test_equations_are_not_numbered() -> None:
    numbered, plain = r"\begin{align} x \end{align}", r"\begin{align*} x \end{align*}"
    assert drawn(numbered).svg == drawn(plain).svg


@pytest.mark.parametrize(
    ("rare", "usual"),
    [
        (r"\begin{cases} a \\[2ex] b \end{cases}", r"\begin{cases} a \\ b \end{cases}"),
        (r"\begin{dcases} a \end{dcases}", r"\begin{cases} a \end{cases}"),
        (r"\begin{eqnarray} a &=& b \end{eqnarray}", r"\begin{align*} a &= b \end{align*}"),
        (r"\require{cancel} x \notag", "x"),
        (r"x \tag{2}", r"x \qquad\text{(2)}"),
        (r"\N", r"\mathbb{N}"),
        (r"\Re", "R"),
    ],
)
def test_rare_words_mean_usual_ones(rare: str, usual: str) -> None:
    assert len(paths(drawn(rare))) == len(paths(drawn(usual)))


@pytest.mark.parametrize(
    "latex",
    [
        *("", " ", "{", r"\frac{1}", r"\left( x", "x^", "a & b", "\0", "\ud800", r"\begin{x} y"),
        r"\ce{H2O}",
        r"\text{速度}",
        r"\text{{a<b}}",
        "{" * 900 + "x" + "}" * 900,
        r"\newcommand{\a}{\a\a}\a",
        r"\hspace{1000000em} x",
        r"\rule{9000em}{9000em}",
        r"a \\" * 400,
        r"\sum " * 390,
    ],
)
def test_what_it_cannot_draw_as_it_is_meant_is_refused(latex: str) -> None:
    with pytest.raises(RefusedError):
        drawn(latex)


@pytest.mark.parametrize("latex", [r"\overline{AB}", r"\underline{x}", r"\boxed{x}"])
def test_lines_have_the_colour_of_the_letters(latex: str) -> None:
    assert "black" not in draw(latex, display=False).svg
