"""What can go wrong with campaigns. Every message is French, ready to show, and says what to do.

ReviewsError
├── StoreError              the database
│   ├── StoreBusy           locked for longer than we wait
│   ├── StoreUnavailable    unreachable, damaged, no driver
│   ├── StoreTooNew         written by a later version
│   └── CopyFailed          the whole database can't be copied, or its copy put back
├── UnknownCampaign
├── UnknownOperation        not in the campaign's population
├── InvalidCampaign         a campaign that can't be created as asked
├── FrozenCampaign          nothing can be written any more
├── NotFrozen               only a frozen campaign has that
├── PendingOperations       freezing would leave operations undecided
├── AlreadyAnswered         a campaign is withdrawn before anybody answers
├── NotAReviewer            the campaign has named reviewers
├── InvalidReview           verdict, category or answer missing or unknown
├── StaleReview             another window saved meanwhile
├── ReviewClosed            everyone has submitted: only an arbitration can change the outcome
├── NoPlaceLeft             the operation already has its reviewers
├── ArbitrationRefused      no conflict, the arbiter reviewed it, or no reason given
├── SubmissionReused        the same submission number for something else
├── InvalidEntry            what is typed beside the campaigns lacks something, or is no longer there
└── ArchiveError            an archive that can't be imported
"""

# Names say what happened, as the messages do: « Error » after each would add nothing.
# ruff: noqa: N818


class ReviewsError(Exception):
    """Base of them all; `str()` is a French sentence."""


class StoreError(ReviewsError):
    """The database."""


class StoreBusy(StoreError):
    """Still locked after every attempt. Nothing was written."""


class StoreUnavailable(StoreError):
    """The database can't be reached or read."""


class StoreTooNew(StoreError):
    """A later version of the product wrote this database."""


class CopyFailed(StoreError):
    """The whole database can't be copied, or its copy put back. What was there is unchanged."""


class UnknownCampaign(ReviewsError):
    """No campaign of that id."""


class UnknownOperation(ReviewsError):
    """The operation isn't in the campaign."""


class InvalidCampaign(ReviewsError):
    """The campaign can't be created as asked."""


class FrozenCampaign(ReviewsError):
    """A frozen campaign takes nothing more."""


class NotFrozen(ReviewsError):
    """The campaign is still open."""


class PendingOperations(ReviewsError):
    """Some operations have no decision yet."""


class AlreadyAnswered(ReviewsError):
    """Somebody has answered in the campaign: it is no longer a mistake to take back."""


class NotAReviewer(ReviewsError):
    """The person isn't among the campaign's reviewers."""


class InvalidReview(ReviewsError):
    """The review lacks something or holds an unknown answer."""


class StaleReview(ReviewsError):
    """The review was saved from elsewhere since it was read."""


class ReviewClosed(ReviewsError):
    """Every review is in and visible: none can change."""


class NoPlaceLeft(ReviewsError):
    """As many reviewers as the rule asks for are already at work on the operation."""


class ArbitrationRefused(ReviewsError):
    """The arbitration doesn't meet its conditions."""


class SubmissionReused(ReviewsError):
    """A submission number came back with another content."""


class InvalidEntry(ReviewsError):
    """A coded remark or a row of « couverture du besoin » lacks something, or is no longer there."""


class ArchiveError(ReviewsError):
    """The archive is damaged, changed or of another kind."""
