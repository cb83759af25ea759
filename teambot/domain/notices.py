"""News for one person: it waits behind *My week*, and goes by direct message only where that was chosen."""

from datetime import timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """What there is to tell. The facts of each are beside it."""

    PUSHED = "pushed"  # assignment_id, pusher, title, link, words: somebody recommended your post
    LINK_GIVEN = "link_given"  # assignment_id, pusher, title, link: where it was, said afterwards
    PUSH_SOUGHT = "push_sought"  # assignment_id, author, title: they cannot find what you said; to its pusher alone
    PUSH_FOUND = "push_found"  # assignment_id, pusher, title, link, how (link, unlinked: of Found)
    PUSH_UNDONE = "push_undone"  # name, title, side (author, pusher: its reader's), why (not_done, no_answer, gone)
    SWAP_TAKEN = "swap_taken"  # title: somebody took over what you asked for a swap for
    TOOK_OVER = "took_over"  # assignment_id, author, title: you were asked in mid-week, because you had room
    FEED_DEAD = "feed_dead"  # url, fault, since, before ("", or where it was read until it moved), as in the next two
    FEED_GONE = "feed_gone"  # url
    FEED_SUSPENDED = "feed_suspended"  # url, fault, since: three months of silence, it is not read any more
    BLOG_OF_ANOTHER = "blog_of_another"  # blog: named by you, and somebody else has shown that it is theirs
    FEED_RENEWED = "feed_renewed"  # url, count: so many posts were new at once that none is offered
    NEW_ITEM = "new_item"  # item_id, team_id, title, url: offered to its author with one button
    NEWEST_OFFER = "newest_offer"  # item_id, team_id, title, url, summary, closes_at: a day before the close
    SEASON_OPEN = "season_open"  # submission_id, title, begins_on, plan_on, closes_at ("" where it went to the shelf)
    SEASON_AGAIN = "season_again"  # submission_id, title: a year later its window is open again
    SEASON_OVER = "season_over"  # submission_id, title, opens_on: it closed before a plan had it, and opens again then
    MONEY_WAITS = "money_waits"  # submission_id, title, others: kept on the shelf until so many others were pushed
    LAST_DAY_PAST = "last_day_past"  # submission_id, title: its last day passed before a plan had it
    DM_CLOSED = "dm_closed"  # Discord would not let us send a direct message
    NOT_THIS_WEEK = "not_this_week"  # title, why (a LeftOut as JSON, or not there): your post waits for the next plan
    POST_WITHDRAWN = "post_withdrawn"  # title: you were asked for it this week, and its author took it back
    NO_READERS_THERE = "no_readers_there"  # submission_id, title, places, publishes_at: nobody has readers there
    SECOND_WANTED = "second_wanted"  # motion_id, proposer, subject: would you second it?
    NOT_SECONDED = "not_seconded"  # subject: a removal that you proposed ended before the vote
    CONCERN = "concern"  # motion_id, proposer, seconder: to the person whom a removal concerns
    REMOVAL_ENDED = "removal_ended"  # motion_id, why; own, team_id to whom it concerned; subject to others
    REMOVAL_RESULT = "removal_result"  # outcome: to whom it concerned
    MOTION_REMINDER = "motion_reminder"  # motion_id, kind, subject, closes_at: you have not voted
    CHARTER_NEW = "charter_new"  # version, ends_at: an amendment is in force and waits to be accepted
    CHARTER_REMINDER = "charter_reminder"  # version, ends_at
    CHARTER_PAUSED = "charter_paused"  # version: not accepted in time; accepting it brings back
    RESUMED_BY = "resumed_by"  # steward: brought back on one's request
    NAMED_STEWARD = "named_steward"  # team: the team chose its reader
    LIGHT_WEEK = "light_week"  # team, week_id, weeks, publishes_at: to the stewards, after so many full ones in a row
    REPORT = "report"  # team, reporter, about (each "" for nobody), words: to a steward or the server's owner
    VOUCHED = "vouched"  # name, team, words: to the applicant, as all down to ADMISSION_OVER
    VOUCHER_LEFT = "voucher_left"  # team
    WAITING_LIST = "waiting_list"  # team, place, full (yes, no)
    SISTER_TEAM = "sister_team"  # team, team_id
    ADMISSION_OPENED = "admission_opened"  # team, closes_at
    ADMISSION_AGAIN = "admission_again"  # team: too few voted, it runs once more
    ADMITTED = "admitted"  # team, team_id, ends_at
    NOT_THIS_TIME = "not_this_time"  # team, again_at, reasons (a list of domain.motions.NotNow)
    APPLICATION_LAPSED = "application_lapsed"  # team
    NO_VOUCH = "no_vouch"  # team
    APPLICATION_CLOSED = "application_closed"  # team: it has closed
    ADMISSION_OVER = "admission_over"  # team
    BUDDY = "buddy"  # name, until_at: to who vouched, once the newcomer has joined
    REMINDER = "reminder"  # ends_at: of the week, in which something is still open
    ALL_WELL = "all_well"  # team_id: two silent weeks
    PAUSED_SILENT = "paused_silent"  # team_id: three
    BACK = "back"  # waiting: how many other pieces of news wait, once the dates of an absence are over
    PLACE_AGAIN = "place_again"  # team: a place was free for somebody who wanted to be back
    ROLE_BLOCKED = "role_blocked"  # name, fault: to the stewards, Discord would not give or take the team's role
    THREAD_BLOCKED = "thread_blocked"  # fault: to the stewards, Discord would not let us into the offers' thread
    TEAM_CLOSED = "team_closed"  # team, until: to everybody
    GOODBYE = "goodbye"  # words: what somebody said to the team as they left
    REPORT_UNREAD = "report_unread"  # to its reporter: Discord would not let us write to the server's owner
    CHANNEL_LOST = "channel_lost"  # team: we may not write in the team's channel any more


# What somebody can mend by naming their feed: it is over once they did, or once the feed answers again.
OF_THE_FEED = (NoticeKind.FEED_DEAD, NoticeKind.FEED_GONE, NoticeKind.FEED_SUSPENDED)
# What they can mend by naming a blog of their own, or by showing that this one is theirs.
OF_THE_BLOG = (NoticeKind.BLOG_OF_ANOTHER,)
# What offers a post of their blog; of one that is no longer theirs none can be put forward.
OF_ITS_POSTS = (NoticeKind.NEW_ITEM, NoticeKind.NEWEST_OFFER)
# What asks for an answer: it stands behind *My week* until there is one, or it is over, or a week has gone by.
ASKING = (
    NoticeKind.PUSH_SOUGHT,
    NoticeKind.NEW_ITEM,
    NoticeKind.NEWEST_OFFER,
    NoticeKind.SEASON_AGAIN,
    NoticeKind.LAST_DAY_PAST,
    NoticeKind.LIGHT_WEEK,
    *OF_THE_FEED,
    *OF_THE_BLOG,
)
ASKED_FOR = timedelta(days=7)
# Of these so much hangs on the answer that they stand until there is one, and are in the weekly reminder.
UNTIL_ANSWERED = (NoticeKind.PUSH_SOUGHT,)
# What is no longer so once its vote has closed, or its reader has done what it asks for.
OF_A_VOTE = (NoticeKind.SECOND_WANTED, NoticeKind.CONCERN, NoticeKind.MOTION_REMINDER)
OF_THE_CHARTER = (NoticeKind.CHARTER_NEW, NoticeKind.CHARTER_REMINDER, NoticeKind.CHARTER_PAUSED)
