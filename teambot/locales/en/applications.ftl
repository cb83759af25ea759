## Applying, vouching, the waiting list, a sister team.

apply-title = Your application to { $team }
apply-blog = **Your blog**: { $blog }
apply-feed = **Its feed**: { $feed }
apply-since = Posts since { $since } or earlier.
apply-often = About { $times } a month.
apply-step-proof = **1. Show that the blog is yours**
apply-step-form = **2. Fill in the form**
apply-proven-page_token = Done: the words are on the page. You may take them away now.
apply-proven-feed_token = Done: the words are in a post. You may take them away now.
apply-proven-rel_me = Done: the page links to you.
apply-proof-token = Put these words where your readers see them on the blog's front page, or in a post:
apply-proof-me = Or have the front page link to your Discord profile:
apply-proof-after = Then press Check again. Once we have seen it you may take it away.
apply-proof-looked = We looked a moment ago, and have not found it yet. Some blogs show a change only after some minutes.
apply-answers-todo = Four short questions. What you type is kept, even where it is not finished.
apply-answers-missing = Still missing: { $missing }.
apply-answers-done = Done.
apply-answer-niche = your niche
apply-answer-best_post = a best post
apply-answer-why = why this team
apply-answer-readers = what your readers come for
apply-sent-next = With both done, the team sees it.
apply-sent-next-full = With both done, the team sees it. All places are taken at the moment: whoever a member vouches for is on the waiting list, by date.

apply-state-sent = The team can read it now. One of its members has to vouch for you by { $end }; then everybody votes.
apply-state-sent-full = The team can read it now. One of its members has to vouch for you by { $end }. All places are taken at the moment: you are then on the waiting list, by date, and the vote opens when a place is free.
apply-state-waiting = You are number { $place } on the waiting list. The vote opens as soon as a place is free and its turn has come; you need do nothing.
apply-state-voting = The team votes until { $end }. You hear how it ends; how anybody voted is told to nobody.
apply-state-admitted = The team would like you in. Read the charter and accept it by { $end }.
apply-state-refused = Not this time. It's about fit; you're welcome to ask again from { $again }.
apply-state-lapsed = Too few said yes or no, twice. That is no refusal: you're welcome to ask again at any time.
apply-state-unvouched = Nobody vouched for you in 14 days, so we have closed it. That says nothing about your blog; you're welcome to ask again at any time.
apply-state-withdrawn = You took it back. You're welcome to ask again at any time.
apply-state-withdrawn-later = You took it back. You're welcome to ask again from { $again }.
apply-state-missed = You were admitted, and the 14 days to accept the charter are over. You're welcome to ask again at any time.
apply-state-gone = It ended when you left the server. You're welcome to ask again at any time.
apply-state-closed = The team has closed, so it has ended.
apply-state-joined = You were admitted, and joined.
apply-voucher = { $name } vouches for you: “{ $words }”
apply-reasons = What was said, without names: { $reasons }.
apply-reason-niche = the niche is another one
apply-reason-level = the level is another one
apply-reason-seldom = posts come too seldom
apply-reason-unknown = we don't know you yet
apply-sister-yes = If a sister team is started, you are asked to join it.

apply-button-check = Check again
apply-button-page = It is on another page
apply-button-fill = Fill in the form
apply-button-change = Change my answers
apply-button-withdraw = Withdraw
apply-button-charter = Read the charter and join
apply-button-read = Read the charter
apply-button-sister = I'd join a sister team
apply-button-no-sister = I'd rather wait here
apply-button-open = My application

apply-form = Your application
apply-form-niche = What is your blog about?
apply-niche-help = The team's niche: { $niche }
apply-form-best_post = The address of one of your best posts
apply-best_post-help = On your own blog. The team reads it first.
apply-form-why = Why this team?
apply-why-help = The team reads it as you write it.
apply-form-readers = What do your readers come for?
apply-readers-help = So that the others know what they could recommend to them.
apply-form-by_dm = Tell you by direct message how it goes?
apply-form-by_dm-help = Without that, /team apply shows it at any time.
apply-form-yes = Yes
apply-form-no = No
apply-page-form = Another page of your blog
apply-page-form-page = The page on which it stands
apply-page-form-help = The front page has to lead there.

apply-withdraw-title = Take your application back?
apply-withdraw-what = { $team } is not told why. You may ask again at once.
apply-withdraw-read = { $team } is not told why. You may ask again a day later.
apply-withdraw-place = Your place on the waiting list is lost.
apply-withdraw-vote = The vote on it ends, and nothing of it is kept.
apply-withdraw-yes = Yes, withdraw
apply-withdraw-no = No, keep it

charter-admitted = You were admitted. By joining you accept these clauses; we read the feed of the blog that you applied with from then on.

vouch-title = Vouch for { $name }
vouch-form-because = Why should we let them in?
vouch-form-help = The whole team reads it. You are their buddy for four weeks.
vouched-title = You vouch for { $name }
vouched-open = The vote is open until { $end }.
vouched-waits-place = All places are taken: the vote opens when one is free. They are number { $place } on the waiting list.
vouched-waits-turn = Three votes are open: theirs opens when one of them has ended. They are number { $place } on the waiting list.
vouched-waits-voters = Too few of us could vote now: the vote opens once enough can. They are number { $place } on the waiting list.
vouched-buddy = Once they have joined, you are their buddy for four weeks: somebody to ask.

card-applied-title = { $name } would like to join { $team }
card-applied-how = Do you know them, or have you read them? One of us vouches by { $end }, and is their buddy for four weeks. Then we all vote.
card-applied-how-full = Do you know them, or have you read them? One of us vouches by { $end }, and is their buddy for four weeks. All our places are taken: they are then on the waiting list, and we vote when a place is free.
card-applied-waits-place = On the waiting list: the vote opens when a place is free.
card-applied-waits-turn = On the waiting list: three votes are open, and theirs opens when one of them has ended.
card-applied-waits-voters = On the waiting list: the vote opens once enough of us can vote.
card-applied-button = Vouch
card-applied-over-title = An application to { $team }
card-applied-over = This one is settled.
card-applied-voting = { $voucher } vouches for them; the vote is open, on a card of its own.
card-sister-title = { $waiting ->
    [one] One blogger waits for a place on { $team }
   *[other] { $waiting } bloggers wait for a place on { $team }
 }
card-sister = We are full. Those who wait could start a sister team: another team like ours on this server, in a channel of its own. The bot helps with it.
card-sister-button = Start a sister team

sister-title = Start a sister team
sister-how =
    1. Make a channel for it on this server.
    2. Have somebody with Manage Server run /teambot setup in that channel.
    3. The wizard offers those who wait and would come: one press names them as founders.
    4. It forms like ours did: with three who have read and accepted a charter. Members of ours may be among them.
sister-ready = Would come so far: { $names }.
sister-ready-none = Nobody has said so far that they would come. Each of those who wait was asked.
setup-suggested = Wait for another team here, and would come
setup-button-suggested = Name them as founders

news-vouched = { $name } of { $team } vouches for you: “{ $words }”
news-voucher_left = Who vouched for you is no longer on { $team }. The team has been asked whether somebody else does; you keep your place by date.
news-waiting_list = { $full ->
    [yes] { $team } is full at the moment. You are number { $place } on its waiting list; the vote opens when a place is free.
   *[no] { $team } has three votes open. Yours opens when one of them has ended.
 }
news-sister_team = Several of you wait for a place on { $team }. Would you join a sister team, if one is started on this server? You keep your place on the list.
news-admission_opened = { $team } votes on your application until { $closes_at }.
news-admission_again = Too few of { $team } have voted, so the vote runs once more, for three days. That says nothing about you.
news-admitted = { $team } would like you in! Read the charter and accept it by { $ends_at }.
news-not_this_time = Not this time. It's about fit; you're welcome to ask again from { $again_at }.
news-application_lapsed = Too few of { $team } have voted, twice, so your application has lapsed. That is no refusal: you're welcome to ask again at any time.
news-no_vouch = Nobody on { $team } vouched for you in 14 days, so we have closed your application. That says nothing about your blog; you're welcome to ask again at any time.
news-application_closed = { $team } has closed, so your application has ended.
news-admission_over = The 14 days to accept the charter of { $team } are over. You're welcome to ask again at any time.
news-buddy = { $name } has joined. You vouched for them and are their buddy until { $until_at }: say hello.
