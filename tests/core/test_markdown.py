from aitima.core.markdown import as_html


def test_headings_lists_bold_words_and_links_are_what_they_look_like() -> None:
    text = as_html("# Help\n\nCall **now**: [112](tel:112)\n\n- One\n- Two")

    assert "<h1>Help</h1>" in text
    assert '<p>Call <strong>now</strong>: <a href="tel:112">112</a></p>' in text
    assert text.count("<li>") == 2


def test_html_is_shown_and_nothing_runs() -> None:
    text = as_html("<script>alert(1)</script>\n\n[here](javascript:alert(1)) ![x](https://x.gr/x)")

    assert "<script" not in text
    assert 'href="javascript' not in text
    assert "<img" not in text
