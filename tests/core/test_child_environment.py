from __future__ import annotations

from desktop_app.core.child_environment import without_keys


def test_only_variables_of_a_provider_are_left_out() -> None:
    environ = {
        "PATH": "/bin",
        "OPENAI_API_KEY": "sk-secret",
        "openai_base_url": "http://127.0.0.1",
        "OPENAI_ORG_ID": "org",
        "HTTPS_PROXY": "http://proxy",
        "MY_OPENAI_NOTES": "kept",
    }
    assert list(without_keys(environ)) == ["PATH", "HTTPS_PROXY", "MY_OPENAI_NOTES"]
    assert "OPENAI_API_KEY" in environ
