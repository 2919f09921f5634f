"""What a page keeps for a visitor, until they open another one."""

from streamlit.testing.v1 import AppTest


def remembering_app() -> None:
    """Stands at the page that the session names, counts what is kept there, and the files sent before the run."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.uploaded_file_manager import UploadedFileRec

    from dashboard.ui.page_memory import begin_page, page_memory

    context = get_script_run_ctx()
    assert context is not None
    files = context.uploaded_file_mgr
    files.add_file(context.session_id, UploadedFileRec("1", "liste.csv", "text/csv", b"a;b"))
    begin_page(st.session_state["at"])
    kept = page_memory("_documents")
    kept[len(kept)] = b"un document"
    st.text(f"{len(kept)} documents, {len(files.get_files(context.session_id, ['1']))} fichier")


def shown(app: AppTest, page: str) -> str:
    app.session_state["at"] = page
    app.run()
    assert [error.message for error in app.exception] == []
    return app.text[0].value


def test_a_page_keeps_until_another_one_opens():
    app = AppTest.from_function(remembering_app)
    assert [shown(app, page) for page in ("", "", "exports", "exports", "")] == [
        "1 documents, 1 fichier",
        "2 documents, 1 fichier",
        "1 documents, 0 fichier",
        "2 documents, 1 fichier",
        "1 documents, 0 fichier",
    ]
