## A vote's card, the voter's own vote, and how it ended.

motion-title-admit = Shall { $subject } join { $team }?
motion-title-remove = Shall { $subject } be removed from { $team }?
motion-title-amend = Shall the charter of { $team } change?
motion-title-rule = Shall a rule of { $team } change?
motion-title-name_steward = Shall { $subject } be steward of { $team }?
motion-title-release_steward = Shall { $subject } be steward of { $team } no longer?
motion-title-close_team = Shall { $team } be closed?
motion-title-other = A proposal to { $team }
motion-somebody = Somebody who has gone
motion-proposer = Proposed by { $proposer }.
motion-proposer-bot = Proposed by the bot, because a team needs a steward.
motion-questions = Two questions: is the niche ours, and is the level about ours?
motion-steward-words = A steward keeps the team running, has no extra vote, and can add, pause or remove nobody.
motion-closing-words = If it carries, planning ends, everyone is offered their export, and what the bot keeps of the team is deleted 30 days later.
motion-second-run = Too few said yes or no the first time. This is the second and last time; the first was no refusal.
motion-version = It would be version { $version }.
motion-rule-change = **{ $rule }**
    now: { $before }
    then: { $after }
motion-thread-words = A thread for offers hangs on a message in this channel: each member can offer one post a week there, to be read by choice. It asks and pings nobody, and nothing in it comes into a plan.
motion-thread-needs = The bot then needs two more permissions in this channel: Create Public Threads, Send Messages in Threads.
motion-times-later = Carried, it takes effect after the next plan.
motion-rule = It carries with { $share } of { $yes } and { $no }, and at least { $least ->
    [2] two
    [3] three
   *[other] { $least }
 } { $yes }. Abstain counts for the quorum only.
motion-rule-of-all = It carries with { $share } of all who may vote, and at least { $least ->
    [2] two
    [3] three
   *[other] { $least }
 } { $yes }. Who abstains or does not vote counts among all.
motion-needs = It needs { $needed } of { $of } { $yes }, as things stand.
motion-share-1-2 = more than half
motion-share-2-3 = two thirds
motion-share-3-4 = three quarters
motion-quorum = It counts when { $quorum } of { $electorate } have voted.
motion-voted = { $voted ->
    [0] Nobody has voted so far.
    [one] One has voted so far.
   *[other] { $voted } have voted so far.
 }
motion-ends = It ends on { $end }.
motion-early = Earlier only once everybody has voted, and never before { $early }.
motion-secret = Nobody sees who chose what, and a vote can be changed until the end.
motion-more = There is more: press What changes.
motion-button-yes-admit = Admit
motion-button-no-admit = Not now
motion-button-yes-remove = Remove
motion-button-no-remove = Keep
motion-button-yes-other = Yes
motion-button-no-other = No
motion-button-abstain = Abstain
motion-button-mine = My vote
motion-button-vote = Vote
motion-button-concern = Concern and answer
motion-button-changes = What changes
motion-button-take-back = Take it back
motion-changes-title = What would change in the charter of { $team }

receipt-chosen = You chose { $choice }. It counts at the close and can be changed until { $end }; nobody else sees it.
receipt-reasons = Why: { $reasons }. That is passed on without names.
receipt-as-of = As of your last press here. My vote on the card shows what counts now.
receipt-none = You have not voted yet. You can until { $end }.
receipt-no-vote = You have no vote on this one: who it is about and who joined after it opened have none.
receipt-closed = This vote has closed. Who chose what is kept nowhere any more.
not-now-form = Not now
not-now-form-reasons = Why (passed on without names)
not-now-form-reasons-help = Choose at least one.
not-now-niche = It is not our niche
not-now-level = The level is not about ours
not-now-seldom = Posts come too seldom
not-now-unknown = I don't know you yet

motion-result-title = The team has voted
motion-result-carried-admit = { $subject } is admitted, and is now asked to accept the charter. Welcome!
motion-result-carried-remove = { $subject } is no longer on the team. Please leave it there.
motion-result-carried-amend = Carried: version { $version } of the charter is in force. Everybody is asked to read and accept it.
motion-result-carried-rule = Carried: the rule changes.
motion-result-carried-name_steward = Carried: { $subject } is steward.
motion-result-carried-release_steward = Carried: { $subject } is steward no longer. Thank you for keeping the team running.
motion-result-carried-close_team = Carried: the team closes. Everyone is offered their export; what the bot keeps is deleted 30 days from now.
motion-result-carried-other = Carried.
motion-result-not_carried-admit = Not this time: { $subject } is not admitted now. It's about fit, and they are welcome to ask again.
motion-result-not_carried-remove = { $subject } stays.
motion-result-not_carried-name = Not carried: { $subject } is not named steward.
motion-result-not_carried-other = Not carried: everything stays as it is.
motion-result-no_quorum-admit = Too few said yes or no, so nothing is decided about { $subject }. The vote runs once more for three days and is no refusal.
motion-result-no_quorum-admit-again = Too few said yes or no again, so nothing is decided about { $subject }. That is no refusal; they may ask again at any time.
motion-result-no_quorum-remove = Too few voted, so it lapses. { $subject } stays.
motion-result-no_quorum-name = Too few voted, so it lapses: { $subject } is not named steward.
motion-result-no_quorum-other = Too few voted, so it lapses: everything stays as it is.
motion-totals = { $yes }: { $for }. { $no }: { $against }. Abstain: { $abstain }.
motion-ended = It has ended without a count.
motion-ended-withdrawn = It was taken back.
motion-ended-gone = Who it was about is not there any more, so it has ended without a count.
motion-ended-proposer_left = Who proposed it is not there any more, so it has ended without a count.
motion-ended-too_few = Too few are left who may vote, so it has ended without a count.
motion-ended-overtaken = What it was about has changed meanwhile, so it has ended, and nothing follows from it.

## Proposing.

propose-charter-form = Change the charter
propose-charter-form-text = All clauses as they should read, one a line
propose-charter-form-text-help = Change, add or delete lines. The team is shown what changes.
propose-rules-title = Change a rule
propose-rules = Choose a rule. The team votes on its new value; what no vote changes are the promises and the 72 hours.
propose-menu-rules = Which rule
propose-rule-form = Change a rule
propose-other-form = Propose something
propose-other-form-words = What you propose
propose-other-form-words-help = As the team should read it on the vote's card, up to 1,500 characters.
propose-steward-title = A steward
propose-steward-choose = Whom shall the team vote on? About a steward the question is whether they are released.
propose-menu-people = Who
propose-person = { $name }
propose-person-steward = { $name } (steward)
propose-name-title = Shall { $name } be steward?
propose-release-title = Shall { $name } be released as steward?
propose-own-name-title = Shall you be steward?
propose-own-release-title = Shall you be released as steward?
propose-steward-next = The team votes on it for { $days ->
    [one] one day
   *[other] { $days } days
 }. More than half of Yes and No carry it.
propose-close-title = Close { $team }?
propose-close = The team votes on it first, for { $days ->
    [one] one day
   *[other] { $days } days
 }. If it carries, planning ends for everybody, everyone is offered their export, and what the bot keeps of the team is deleted 30 days later. Whoever only wants to go themselves has /team leave.
propose-close-alone = Nobody else has been active for long, so there is nobody to vote on it: it is yours to decide. Whoever is paused is told, and everyone has My data for 30 days; then what the bot keeps of the team is deleted. Whoever only wants to go themselves has /team leave.
propose-button-close = Close the team
proposed-closed = The team has closed. My data gives everyone what is theirs; what is left is deleted 30 days from now.
propose-remove-title = Propose that somebody is removed
propose-remove-choose = Whom is it about? They read your concern first, with your name, and answer it before anybody votes. Often a word in private does more.
propose-remove-form = Propose to remove somebody
propose-remove-form-concern = Your concern
propose-remove-form-concern-help = They read it first, with your name; then the team, while it votes. It goes at the close.
propose-remove-form-seconder = Who seconds it
propose-remove-form-seconder-help = They are asked privately. Without a second within seven days it ends.
propose-button-put = Put it to the team
propose-button-volunteer = I'd do it
propose-button-stand-down = I'd rather be steward no longer
proposed-title = It is proposed
proposed-vote = The vote is open until { $end }; its card is in the team's channel. You vote there like everybody.
proposed-vote-own = The vote is open until { $end }; its card is in the team's channel. It is about you, so the others vote on it.
proposed-removal = { $name } is asked, privately, to second it. If they do, the person it is about reads your concern first and has two days to answer, then the team votes. Without a second within seven days it ends. Until they vote, nobody else hears of it.
proposed-take-back = You can take it back until it closes.
taken-back-title = Taken back
taken-back = It has ended, and nothing changes.
kept-words = What you wrote, to copy:

rule-name-name = Name of the team
rule-name-niche = Niche
rule-name-load = Recommendations a week, each
rule-name-most_members = Most members
rule-name-zone = Time zone
rule-name-close = Posts are in by
rule-name-publish = The plan is out on
rule-name-admission_days = Days of a vote on admitting
rule-name-decision_days = Days of the other votes
rule-name-removal_days = Days of a vote on removing
rule-name-admission_share = Share that admits
rule-name-charter_share = Share that changes charter and rules
rule-name-removal_share = Share of all that removes
rule-name-offers_thread = A thread for offers
rule-line = { $rule }: { $value }
rule-form-value-name-help = Up to 80 characters
rule-form-value-niche-help = What you all write about, up to 200 characters
rule-form-value-load-help = What each takes on who has not said otherwise
rule-form-value-most_members-help = A whole number, no more than 24
rule-form-value-zone-help = Such as Europe/London, America/New_York or UTC; in force after the next plan
rule-form-value-close-help = A weekday and a time, such as Sunday 18:00; in force after the next plan
rule-form-value-publish-help = A weekday and a time, such as Monday 09:00; in force after the next plan
rule-form-value-days-help = A whole number from 3 to 14; no vote changes the 72 hours
rule-form-value-share-help = Of Yes and No. Abstain counts for the quorum only.
rule-form-value-removal_share-help = Of all who may vote; never less than two thirds
rule-form-value-offers_thread-help = Members offer posts there to be read by choice; it asks and pings nobody
rule-yes = yes
rule-no = no
rule-days = { $days ->
    [one] one day
   *[other] { $days } days
 }
rule-share-half = more than half
rule-share-two_thirds = two thirds
rule-share-three_quarters = three quarters

## A removal, before and while the team votes.

second-title = Would you second this?
second-what = { $proposer } would like to propose that { $subject } is removed from { $team }, and asks you to second it. The concern:
second-next = If you second it, { $subject } reads the concern first, with { $proposer }'s name and yours, and has two days to answer; then the team votes. If you don't, it ends here, and { $subject } never hears of it.
second-button-yes = I second it
second-button-no = I don't
seconded-title = Seconded
seconded = The person it is about is told first, and alone. They have two days to answer from when they open it; then the team votes.
not-seconded-title = Not seconded
not-seconded = It ends here. The person it was about never hears of it; who proposed it is told that it was not seconded.
concern-title-own = A concern about you
concern-own = { $proposer } proposed, and { $seconder } seconded, that you are removed from { $team }. Nothing is decided, and nobody else has read it: you do, first. This is their concern:
concern-own-voted = { $proposer } proposed, and { $seconder } seconded, that you are removed from { $team }. This is their concern:
concern-own-reading = You have until { $end } to answer, here and in your own words. Your answer is shown beside the concern; with it the vote opens, and without one it opens then. You don't vote on it yourself. The team votes in secret; at the close concern and answer are deleted.
concern-own-pause = You may also take a pause instead: then there is no vote.
concern-own-rests = A pause has ended a removal about you in the last 90 days, so this one offers none.
concern-own-paused = You are paused already, so there is no pause to take in the vote's place.
concern-own-open = The team votes until { $end }. You don't vote on it yourself. At the close concern and answer are deleted.
concern-title = Concern and answer: { $subject }
concern-from = { $proposer } proposed that { $subject } is removed; { $seconder } seconded it. Their concern:
concern-answer = { $subject } answers:
concern-answer-own = Your answer:
concern-answer-none = { $subject } has not answered.
concern-answer-none-own = You did not answer.
concern-private = Only the team's members see this, and only until the close. Please keep it here.
concern-button-read = Read the concern
concern-button-answer = Answer
concern-button-pause = Take a pause instead
answer-form = Your answer
answer-form-words = What you would like the team to read
answer-form-words-help = Shown beside the concern. The vote opens with it, and it cannot be changed then.
answered-title = Thank you for answering
answered = Your answer stands beside the concern, and the team votes until { $end }. The result waits for you behind My week.
answered-over = Too few are left who may vote, so it has ended, and you stay.
pause-title = Take a pause instead?
pause-means = The proposal ends at once, without a vote, and concern and answer are deleted. While you are paused nothing is asked of you and nothing is sent; you vote on nothing, and no post of yours is recommended. Your place is kept for eight weeks, and you come back when you like. The team is not told why.
pause-button-take = Take the pause
pause-button-back = Back to the concern
paused-title = You are paused
paused = The proposal has ended, and nothing is held against you. Come back whenever you like.

## What waits for one person, in My week.

week-votes = Votes
vote-waits-vote = { $title } You have not voted yet; it ends on { $end }.
vote-waits-second = You are asked to second a proposal about { $subject }.
vote-waits-concern = There is a concern about you to read and answer, before anybody votes.
vote-waits-concern-until = There is a concern about you; you can answer it until { $end }, before anybody votes.
vote-waits-proposed = Your proposal about { $subject } is not voted on yet.

news-second_wanted = { $proposer } asks you to second a proposal about { $subject }. Nobody else has heard of it.
news-not_seconded = What you proposed about { $subject } was not seconded, so it has ended. { $subject } was told nothing.
news-concern = { $proposer } has a concern about you and { $seconder } seconded it: they propose that you are removed from the team. You read it first, before anybody votes. Your two days to answer start when you open it, so take your time; after seven days they start by themselves. { $pause ->
    [no] You are paused, and may stay so meanwhile.
    [rests] A pause has ended one in the last 90 days, so this one offers none.
   *[other] You can also take a pause instead.
 }
news-removal_ended = { $why ->
    [paused] The proposal about { $subject } has ended without a vote: a pause was taken instead. Please leave it there.
    [withdrawn] The proposal about { $subject } was taken back. Please leave it there.
   *[other] The proposal about { $subject } has ended without a vote. Please leave it there.
 }
news-removal_ended-own = { $why ->
    [paused] The proposal about you has ended without a vote. Nothing is held against you; come back when you like.
    [withdrawn] The proposal about you was taken back, and nothing follows from it.
   *[other] The proposal about you has ended without a vote, and nothing follows from it.
 }
news-removal_result = { $outcome ->
    [carried] The team has voted, and you are no longer on it. Concern and answer are deleted, and who chose what is kept nowhere. All the best for your blog.
    [not_carried] The team has voted: you stay. It cannot be proposed again for 90 days.
   *[other] Too few voted, so it lapses: you stay. It cannot be proposed again for 90 days.
 }
news-motion_reminder = { $kind ->
    [admit] The vote on admitting { $subject } ends on { $closes_at }, and you have not voted yet. You are reminded this once.
    [remove] The vote on removing { $subject } ends on { $closes_at }, and you have not voted yet. You are reminded this once.
    [amend] The vote on changing the charter ends on { $closes_at }, and you have not voted yet. You are reminded this once.
    [rule] The vote on changing a rule ends on { $closes_at }, and you have not voted yet. You are reminded this once.
    [name_steward] The vote on { $subject } as steward ends on { $closes_at }, and you have not voted yet. You are reminded this once.
    [release_steward] The vote on releasing { $subject } as steward ends on { $closes_at }, and you have not voted yet. You are reminded this once.
    [close_team] The vote on closing the team ends on { $closes_at }, and you have not voted yet. You are reminded this once.
   *[other] A vote ends on { $closes_at }, and you have not voted yet. You are reminded this once.
 }

## Who would like to join.

candidate-blog = **Blog**: { $host }
candidate-best = **A post they are glad of**: { $host }
candidate-button-blog = Read the blog
candidate-button-best = Read the post
candidate-niche = **Niche**: { $niche }
candidate-since = **Feed**: posts since { $since } or earlier.
candidate-often = About { $times } a month.
candidate-team-range = On the team: { $low } to { $high } a month.
candidate-feed-unknown = **Feed**: it does not say since when or how often.
candidate-why = **Why this team**: { $words }
candidate-readers = **What their readers come for**: { $words }
candidate-voucher = **{ $name } vouches for them.**
