"""Who may send files: the session whose page draws an uploader, while it does."""

from dashboard.access.uploads import Uploaders


def test_session_may_send_while_its_page_draws_an_uploader():
    uploaders = Uploaders()
    assert uploaders.largest("a") == 0
    uploaders.begin("a", "imports")
    assert uploaders.largest("a") == 0
    uploaders.accept("a", 200)
    uploaders.accept("a", 20)
    assert uploaders.largest("a") == 200
    assert uploaders.largest("b") == 0


def test_upload_may_arrive_while_the_page_is_drawn_again():
    uploaders = Uploaders()
    uploaders.begin("a", "imports")
    uploaders.accept("a", 200)
    uploaders.begin("a", "imports")
    assert uploaders.largest("a") == 200
    uploaders.begin("a", "imports")
    assert uploaders.largest("a") == 0


def test_another_page_ends_it():
    uploaders = Uploaders()
    uploaders.begin("a", "imports")
    uploaders.accept("a", 200)
    uploaders.begin("a", "synthese")
    assert uploaders.largest("a") == 0


def test_nothing_is_accepted_outside_a_run():
    uploaders = Uploaders()
    uploaders.accept("a", 200)
    assert uploaders.largest("a") == 0


def test_refused_person_and_dead_session_send_nothing():
    uploaders = Uploaders()
    for session in ("a", "b"):
        uploaders.begin(session, "imports")
        uploaders.accept(session, 200)
    uploaders.forget("a")
    assert (uploaders.largest("a"), uploaders.largest("b")) == (0, 200)
    uploaders.keep(lambda session: session == "c")
    assert uploaders.largest("b") == 0
