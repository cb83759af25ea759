## One shape for every refusal: what (the value), .why (the rule it rests on), .now (what you can do). Where it rests on a
## clause of the charter, .clause is its number in the template (config/charter.md): it is quoted as the team has it.

busy = The bot has too much to do at this moment.
    .why = Nothing was changed.
    .now = Please try again in a minute.
still-looking = The bot is still looking at a blog for you.
    .why = It looks at one at a time for each, so that nobody waits for long. Nothing was changed.
    .now = Wait for that answer, and try again.
many-looking = Many are looking for their blogs at this moment.
    .why = The bot reads a few at once. Nothing was changed.
    .now = Please try again in a minute.
restarting = The bot is restarting.
    .why = It takes nothing in until it is back. Nothing was changed.
    .now = Please try again in a minute.
cannot-save = This could not be saved.
    .why = The bot's disk is full, or its database is out of reach. Nothing was changed.
    .now = Please tell whoever runs the bot, and try again later.
not-sure-saved = I cannot tell whether that was saved.
    .why = The database went away in the very moment of saving it.
    .now = Look whether it is there in a minute, before you do it again.
cannot-read = This could not be read.
    .why = The bot's disk or its database does not answer. Nothing was changed.
    .now = Please tell whoever runs the bot, and try again later.
clock-behind = The bot's clock is wrong.
    .why = It shows a time earlier than the last change, so nothing is written until it is right. Nothing was changed.
    .now = Please tell whoever runs the bot, and try again later.
outdated-card = This card is outdated.
    .why = What it was about has moved on.
    .now = Use /week show, /post list or /team charter: they show what stands now.
commands-changed = This command has changed.
    .why = Your Discord still shows an older one.
    .now = Reload Discord, or try again in a minute.
no-post-chosen = That is none of your posts.
    .why = What you typed is in the place of a post from the list.
    .now = Choose from the list that opens as you type.
no-assignment-chosen = That is none of your recommendations.
    .why = What you typed is in the place of a recommendation from the list.
    .now = Choose from the list that opens as you type.
bad-option = One of the values could not be read.
    .why = A command takes the values that it offers.
    .now = Please choose from the list, and try again.

needs-manage-server = Only somebody with Manage Server can do that.
    .why = Setting a team up belongs to whoever runs the server.
    .now = Ask a moderator to run /teambot setup here.
no-team-here = No team lives in this channel.
    .why = The channel names the team.
    .now = Try it in your team's channel, or have somebody with Manage Server run /teambot setup here.
no-such-team = That team is not here any more.
    .why = The channel names the team, and this server has no such team.
    .now = Try it in your team's channel.
which-team = Which of your teams do you mean?
    .why = You are on several here: { $teams }. The channel names the team.
    .now = Use the command in its channel: { $channels }
changed-by-vote = { $team } has formed, so this is its members' to change.
    .why = Nobody has the charter or the rules changed on them but by a vote under the charter they accepted.
    .now = Talk about it in the team's channel.
already-founded = { $team } has already been founded.
    .why = The founders have their invitations.
    .now = /team charter shows what they were asked to accept.
no-founders = Nobody is named as a founder yet.
    .why = A team is at least three bloggers.
    .now = Choose the founders in the menu, then press Found the team.
too-many-founders = That is more than { $most } bloggers.
    .why = A team has at most { $most } places, and { $already } are taken.
    .now = Choose fewer.
founders-only-before-forming = { $team } has formed; founders can be named only before.
    .clause = 8
    .now = Talk about it in the team's channel.
bots-are-no-bloggers = A bot cannot be on a team.
    .why = People do the recommending, in their own words.
    .now = Choose people only.
bad-load = We cannot plan with that number of recommendations.
    .why = A load is 0 to 5 a week.
    .now = Choose a number from 0 to 5.
bad-time = We cannot read “{ $text }” as a time of the week.
    .why = A weekday and a time are needed.
    .now = Write it like this: Sunday 18:00.
same-time = Posts would be in and the plan out at the same moment.
    .why = The plan is made after posts are in.
    .now = Choose a later time for the plan.
short-week = That leaves too little of the week.
    .why = { $hours ->
        [one] Between the plan and the next close must be at least one hour.
       *[other] Between the plan and the next close must be at least { $hours } hours.
     }
    .now = Choose an earlier time for the plan, or another for the close.
unknown-zone = We know no time zone “{ $zone }”.
    .why = Times are kept by the names of the IANA list.
    .now = { $meant ->
        [none] Write it like this: Europe/London, America/New_York, or UTC.
       *[other] Did you mean { $meant }? Please write it like this.
     }
no-hours-quiet = From { $hour }:00 until { $hour }:00 is no time at all.
    .why = Quiet hours need a beginning and another end.
    .now = Choose another end; or, under “from”, that there are no quiet hours.
empty-field = { $field ->
    [team-name] A team needs a name.
    [niche] A team needs a niche.
    [concern] A concern needs words: the person reads it before anybody votes.
    [answer] An answer needs words.
    [motion-words] A proposal needs words.
   *[other] Something that is needed is empty.
 }
    .why = It is what others see first.
    .now = Write a few words, and send the form again.
too-long = { $field ->
    [title] The title is too long.
    [reader-line] The reader line is too long.
    [hook] The hook is too long.
    [team-name] The team's name is too long.
    [niche] The niche is too long.
    [why] Why this team is too long.
    [readers] What your readers come for is too long.
    [best-post] The address of the best post is too long.
    [topics] The topics are too long.
    [places] The places are too long.
    [languages] The languages are too long.
    [words] Your words are too long.
    [link] The link is too long.
    [goodbye] Your goodbye is too long.
    [concern] The concern is too long.
    [answer] The answer is too long.
    [motion-words] The proposal is too long.
   *[other] That is too long.
 }
    .why = At most { $most } characters fit; you gave { $length }.
    .now = Shorten it, and send it again.

charter-empty = A charter needs at least one clause.
    .why = Everybody on the team accepts it, so it has to say something.
    .now = Write one clause a line.
charter-too-long = That charter is too long.
    .why = At most { $clauses } clauses and { $characters } characters: everybody has to read it.
    .now = Shorten it, and send it again.
charter-changed-meanwhile = The charter was changed in the meantime.
    .why = What you accept must be what you read; it is version { $version } now.
    .now = Read it again with /team charter.
not-invited = You are not invited to { $team }.
    .why = One joins by a vote, and before the team forms by an invitation.
    .clause = 8
    .now = Ask somebody on the team.
already-a-member = You are already on { $team }.
    .why = One place each.
    .now = /week show has your week.
invitation-ended = Your invitation to { $team } ended on { $ended }.
    .why = An unanswered invitation ends after 14 days.
    .now = Use /team apply to ask again. Before a team forms, whoever set it up can name you again.
not-a-member = You are not on { $team }.
    .why = This is for the team's members.
    .now = /team charter shows what the team is about, and /team apply asks to join it.
not-joined-yet = You have not joined { $team } yet.
    .why = Joining is accepting the charter.
    .now = Use /team charter, and press Join the team.
team-not-formed = { $team } has not formed yet.
    .why = { $missing ->
        [one] A team forms at three members; one is missing. Nothing is planned until then.
       *[other] A team forms at three members; { $missing } are missing. Nothing is planned until then.
     }
    .now = Ask the founders to read the charter and join.
no-blog = Your blog's address is missing.
    .why = We put forward posts from our own blogs.
    .clause = 3
    .now = Copy the address from the browser, and send it again.
blog-taken = { $blog } is the blog of another member.
    .why = Each of us puts forward posts from a blog of their own, so a blog is one member's here.
    .now = Give your own blog's address. If two of you write there, agree whose it is here.
feed-is-a-page = { $url } is a page, not a feed.
    .why = We learn of new posts from a blog's RSS, Atom or JSON feed, which has an address of its own.
    .now = Leave the feed's address empty, and we look for it ourselves. Or copy it from a link “RSS” or “Subscribe” on the blog.
no-feed-found = We found no feed of { $url }.
    .why = We learn of new posts from a blog's RSS, Atom or JSON feed. The page names none that we can read, and we also tried { $tried }.
    .now = Look for “RSS” or “feed” in your blog's settings and switch it on, or send the feed's own address.
blog-unreadable = { $fault ->
    [not_found] Nothing is at { $url }.
    [gone] { $url } says that it is gone for good.
    [forbidden] { $url } does not let us in.
    [challenged] { $url } lets no robots in, and we are one.
    [too_many] { $url } asks us to come less often.
    [timeout] { $url } takes too long to answer.
    [unreachable] Nobody answers at { $url }.
   *[other] { $url } cannot be read at the moment.
 }
    .why = Whose a blog is shows on the blog itself, so we have to read it.
    .now = Open the address in a browser to check it, and try again.
feed-of-comments = { $url } is the feed of your blog's comments.
    .why = We learn of new posts from a blog's feed; its readers' comments are no posts of yours.
    .now = Name the feed of your posts, or leave it empty, and we look for it ourselves.
feed-of-elsewhere = Nothing on { $blog } says that the feed at { $url } is its own.
    .why = We learn of your posts from your blog's own feed: one that stands there, or that its page announces or links.
    .now = Leave the feed's address empty, and we look for it ourselves. Or have your blog's front page link to it, and send both again.
feed-not-a-feed = There is no feed that we can read at { $url }.
    .why = We read RSS, Atom and JSON feeds.
    .now = Open the address in a browser to check it, and send it again.
feed-unreadable = { $fault ->
    [not_found] Nothing is at { $url }.
    [gone] { $url } says that it is gone for good.
    [forbidden] { $url } does not let us in.
    [challenged] { $url } lets no robots in, and we are one.
    [too_many] { $url } asks us to come less often.
    [timeout] { $url } takes too long to answer.
    [unreachable] Nobody answers at { $url }.
    [refused] { $url } leads to no public place on the web, and we open no other.
    [too_large] What is at { $url } is too large.
    [redirect] { $url } sends us round and round.
   *[other] { $url } cannot be read at the moment.
 }
    .why = A feed is read once before we keep its address.
    .now = { $fault ->
        [refused] Copy it from your browser as it stands there, with its http or https, and send it again.
       *[other] Open the address in a browser to check it, and send it again.
     }
unknown-hemisphere = We do not know that part of the world.
    .why = Your readers have their summer in the north, in the south, or everywhere.
    .now = Choose from the menu.

no-title = The post has no title.
    .why = The others see it by its title.
    .now = Write the title, and send the form again.
no-reader-line = The reader line is missing.
    .clause = 3
    .now = Write one sentence, and send the form again.
reader-line-short = The reader line is too short.
    .why = It needs at least { $least } characters.
    .clause = 3
    .now = Write one sentence, and send the form again.
unknown-money = Say whether there is money in the post.
    .clause = 4
    .now = Choose one of the four, and send the form again.
unknown-month = We cannot read “{ $text }” as months.
    .why = A post with a season is recommended in the months that its author names.
    .now = Write them like this: Nov, Dec, or Nov-Feb. Without months it has no season.
bad-last-day = We cannot read “{ $text }” as a day.
    .why = Nobody is asked to recommend a post after its last day.
    .now = Write it like this: 24 Dec, 2026-12-24, Friday, in 2 weeks. Or leave it empty.
last-day-in-numbers = “{ $text }” can be more than one day.
    .why = Some write the day first, others the month.
    .now = Write the month as a word, such as 24 Dec 2026, or the year first: 2026-12-24. Or leave it empty.
no-such-last-day = There is no such day: { $text }
    .why = That month has fewer days.
    .now = Give another day, or leave it empty.
last-day-past = That day is over: { $text }
    .why = Nobody is asked to recommend a post after its last day.
    .now = Give the day of the next plan or a later one, or leave it empty.
last-day-far = That day is more than two years away: { $text }
    .why = A last day is for what is over soon.
    .now = Check the year, or leave it empty.
last-day-never-open = The last day comes before the months do.
    .why = Nobody is asked to recommend a post after its last day, or in other months than its own.
    .now = Give a later day, or other months.
already-put-forward = { $title } is already put forward.
    .why = By its address, or what its page says of that, it is the same post: one counts once.
    .clause = 3
    .now = /post list has it; its words can be changed there, and it can be taken back.
pushed-before = { $title } was in a plan on { $pushed }.
    .why = By its address, or what its page says of that, it is the same post: one is not recommended again within 26 weeks.
    .now = Put another forward; this one can come again from { $again }.
no-web-address = That is no public address on the web.
    .why = One is https:// or http:// and the name of a site that everybody can open, in at most 2,000 characters; a number, a single word or a password in its place is none.
    .now = Copy the address from the browser, and send it again.
not-your-blog = That is not on your blog.
    .why = Yours is { $blog }.
    .clause = 3
    .now = Check the address; a blog that has moved is changed in /me settings.
blog-of-another = Somebody else has shown that { $blog } is theirs.
    .why = By what stands on the blog itself; and each of us puts forward posts from a blog of their own.
    .clause = 3
    .now = Name a blog of your own: /me settings, Blog and feed. If this one is yours, send its address there again, and we say how to show it.
not-a-post = { $url } is a front page or a feed, not a post.
    .why = People are asked to recommend one post, which keeps its address.
    .now = Open the post, and copy its address from the browser.
no-address-there = There is no address in that message.
    .why = A post is known by its address on the web.
    .now = Hand over a message with a link to your post, or use /post submit.
none-on-your-blog = None of the links in that message is on your blog.
    .clause = 3
    .now = Your blog is { $blog }. Hand over a message with a link to a post there, or use /post submit.
no-such-item = That post is not in your feed any more.
    .why = Your feed was read again, or changed.
    .now = Put it forward by its address with /post submit.
no-such-post = That post is not there any more.
    .why = What was put forward has moved on.
    .now = /post list shows yours.
unknown-week = We do not know that week.
    .why = There are this week, the next one and the last one.
    .now = Choose from the list, and try again.
not-your-post = That is not your post.
    .clause = 3
    .now = /post list shows yours.
post-week-over = The week of { $title } is over.
    .why = What was recommended in it stands, and nothing more is asked for it.
    .now = Put your next post forward with /post submit.
post-already-in-a-plan = { $title } is already in a plan.
    .why = Others were asked to recommend it as it stands.
    .now = Put your next post forward with /post submit.
post-already-withdrawn = You have already taken back { $title }.
    .why = It can be put forward again.
    .now = Use /post submit.
no-post-there = The blog says that there is nothing at { $url }.
    .why = Whoever is asked to recommend a post reads it first.
    .now = Open the post in your browser, copy its address from there, and send the form again.
post-elsewhere = { $url } leads to another place than your blog.
    .clause = 3
    .now = Give the address at which the post is read.
last-day-over = The last day of that post has passed.
    .why = Nobody is asked to recommend a post after its last day.
    .now = /week show has what is still open.
post-expired = The last day of { $title } has passed.
    .why = Nobody is asked to recommend a post after its last day.
    .now = Put it forward again with /post submit, with a later day or none.
last-day-before-plan = The last day comes before the next plan.
    .why = That one is published on { $publish }, and nobody is asked to recommend a post after its last day.
    .now = Give that day or a later one, or leave it empty.
one-in-four = This one has to wait for { $others ->
        [one] one other post
       *[other] { $others } other posts
    } of yours.
    .why = Of any four recommended posts in a row at most one is sponsored or your own product.
    .clause = 4
    .now = It stays on your shelf. Put another post forward; this one can follow later.
shelf-full = Your shelf is full.
    .why = It keeps { $most } posts, those that wait for their season among them.
    .now = Withdraw one in /post list, then try again.
one-post-a-week = You have a post in this week's plan already.
    .why = No command gets past that.
    .clause = 3
    .now = Put this one forward for the next plan.

no-offers-thread = { $team } has no thread for offers.
    .why = A team opens one by a vote, and can vote to leave it again.
    .now = Propose it with /team propose, Change a rule. Your post stays where it is.
offer-out-of-season = This post waits for its season.
    .why = Readers have a use for it from { $opens }, in the thread as in a plan.
    .now = Offer it then. To offer it now, change its season with Season and place.
one-offer-a-week = You have offered a post in the thread this week.
    .why = It is read by choice, so it takes at most one offer a member a week.
    .now = You can offer the next one from { $again }. This post stays where it is.

no-such-assignment = That recommendation is not there any more.
    .why = What it was about has moved on.
    .now = /week show has yours.
no-such-line = That line is not in your ledger.
    .why = A ledger is shown to whose it is, and to nobody else.
    .clause = 9
    .now = /me ledger shows yours.
unknown-skip-reason = That is none of the reasons.
    .why = A reason, where you give one, is one of the list.
    .clause = 6
    .now = Choose from the list, or leave it empty.
not-your-assignment = That is not yours to answer.
    .why = Who is asked to recommend what is between the bot and them.
    .now = /week show has yours.
already-done = You have already said that you recommended { $title }.
    .why = Each counts once.
    .now = Nothing to do. Thank you!
already-skipped = You have already skipped { $title }.
    .why = It was offered on at once.
    .now = Nothing to do; nobody was told.
assignment-over = The time for { $title } is over.
    .why = Done counts until seven days after the week's end.
    .now = Nothing to do. What was not done lapses quietly.
not-asked-any-more = { $title } is not yours to recommend any more.
    .why = Somebody else has it now, it was offered on while you were away, or its author took it back.
    .now = Nothing to do. If you have recommended it all the same, tell its author where: they will be glad.
swap-asked-already = A card asks already whether somebody else would like { $title }.
    .why = One is enough: everybody in the channel sees it.
    .now = Until somebody takes it, it is yours. Skip offers it on for good; after Keep it nobody can take it.
your-own-swap = This is the card that you asked for, for { $title }.
    .why = It asks whether somebody else would like it; only you are told whose it is.
    .now = Until somebody takes it, it stays with you. /week show has Keep it, which ends it.
swap-kept = A card has asked once whether somebody else would like { $title }.
    .why = It is one for each, since everybody in the channel sees it.
    .now = It is yours. If it is not for you after all, Skip offers it on, and nobody is told why.
no-swap-asked = No card asks for somebody to take { $title }.
    .why = It ends with the week, and when you keep it, do it or skip it.
    .now = Nothing to do: it is yours.
nobody-to-swap-with = Nobody else is there just now who could take it.
    .why = Some are away, and nobody is asked twice for one post, or for one whose readers are elsewhere.
    .clause = 6
    .now = You can still skip it: nobody is told.
not-your-push = That is no recommendation of a post of yours.
    .why = Where something was recommended is between its author and whoever recommended it.
    .now = /me ledger has yours.
push-taken-back = { $title } is taken back already.
    .why = Each counts once, and can be taken back once.
    .now = Nothing to do.
already-sought = You have asked already where { $title } was recommended.
    .why = Who recommended it is asked once.
    .now = Their answer is among your news behind My week.
pusher-has-left = { $pusher } is no longer on the team.
    .why = Only whoever recommended { $title } can say where, and who has left is asked nothing.
    .now = Nothing to do; it stands as they said.
seek-time-over = That was more than seven days ago.
    .why = You can ask for seven days from when you were told of { $title }: after that hardly anybody remembers.
    .now = You can still ask { $pusher } yourself.
already-answered = Nobody waits for an answer about { $title }.
    .why = You have given it, or it was not asked for, or its seven days are over.
    .now = Nothing to do.
link-given-already = You have given a link for { $title } after Done already.
    .why = It was news for { $author }, and one such piece of news for each is enough.
    .now = If they should look elsewhere, write to { $author }. Where they ask us for it, you can answer with a link.
push-seen = The link to { $title } is seen on its page.
    .why = Whoever recommended it is asked where nobody can see it.
    .now = See it opens the page, beside the news of it and in /me ledger. If there is nothing of it there, report a problem.
take-back-time-over = That was too long ago for { $title } to be taken back.
    .why = Done can be taken back until fourteen days after its week's end; the plans since then have counted on it.
    .now = Write to { $author }, or report a problem.
link-seen-already = Your link for { $title } is seen on its page.
    .why = More than that cannot be known of it.
    .now = Nothing to do. Thank you!
author-has-left = Whoever wrote { $title } is no longer on the team.
    .why = With who has left nothing is counted any more.
    .now = Nothing to do; it stands.
week-over-no-need-to-skip = The week is over; { $title } lapses by itself.
    .clause = 6
    .now = Nothing to do. If you did recommend it, press Done.
already-taken = This one is not open to you.
    .why = Somebody has it already, it has ended, or you are not asked for it: nobody is for a post of their own, for instance, or twice for one.
    .now = Nothing to do. /week show has what you are asked for.
you-are-paused = You are paused in { $team }.
    .why = A break is one from everything: nothing is asked of you until you are back, and nobody counts on you.
    .now = Press I'm back in /week show; if anything comes first, it says so.
you-are-paused-charter = You are paused in { $team }.
    .why = A new version of the charter has to be accepted within 14 days, and waits for you still.
    .now = Read it in /team charter: I accept, under it, brings you back.
still-an-applicant = You are not on { $team } yet.
    .why = Whoever joins is admitted by a vote of the members.
    .clause = 8
    .now = /team apply shows how far your application has got.
you-have-left = You are no longer on { $team }.
    .why = This is for its members.
    .now = /team apply asks to join again; /me export gives you what is yours.
team-closed = { $team } has closed.
    .why = Its members decided so by a vote, or nobody active was left to; what is left of it is deleted after 30 days.
    .clause = 8
    .now = /me export still gives you what is yours.
bad-days = That is not a number of days that a vote can run.
    .why = A vote runs for { $fewest } to { $most } days; no vote changes the 72 hours that everybody has to think.
    .now = Give a whole number from { $fewest } to { $most }.
bad-share = That share cannot be chosen here.
    .why = A motion carries at more than half, two thirds or three quarters; a removal at no less than two thirds of all.
    .now = Choose one of those.

bad-yes-no = That can be yes or no alone.
    .why = The team either has a thread for offers or has none.
    .now = Choose one of the two.

motion-open-already = That is proposed already, or another proposal of yours is.
    .why = One vote at a time about a person, a rule or the charter, and one at a time by each of us.
    .clause = 8
    .now = Vote on it in the team's channel. /week show has yours.
paused-already = You are paused already.
    .why = A pause in the place of a vote is one that begins with it, so that it cannot be taken again and again.
    .now = Answer beside the concern; the others vote. I'm back in /week show ends your pause.
pause-rests = A pause has ended a removal about you not long ago.
    .why = It ends one in 90 days, so that a vote can be held at all. It is offered again from { $again }.
    .now = Answer beside the concern; the others vote.
own-motion-private = Your proposal about { $name } is not voted on yet.
    .why = One proposal at a time by each of us, and that one is still private: nobody who is not concerned hears of it.
    .clause = 8
    .now = Take it back in /week show, or propose this once it has ended.
three-motions-open = { $most ->
    [3] Three votes are open already.
   *[other] { $most } votes are open already.
 }
    .why = More at once nobody can think through.
    .clause = 8
    .now = Try again when one of them has closed. The next closes on { $closes }, or earlier once everybody has voted.
three-motions-under-way = Three proposals are under way already.
    .why = More at once nobody can think through; they have not come to their votes yet.
    .clause = 8
    .now = Try again when one of them has closed. Its card will say when.
three-motions-brought = You have brought { $most } proposals within a week.
    .why = Each asks everybody to think and to vote; also one that was taken back has asked.
    .clause = 8
    .now = You can bring the next one from { $again }.
too-few-electors = Too few may vote on that.
    .why = Such a vote takes at least { $least } people who may vote; here { $voters } may.
    .clause = 8
    .now = { $voters ->
        [0] Talk about it in the team's channel.
        [1] Whoever is paused can come back, and you can leave: /team leave. A team asleep for 16 weeks can be closed by the only one who is active: /team propose.
       *[other] Talk about it in the team's channel.
     }
vote-about-you = This vote is about you, so it is the others'.
    .why = Whoever a vote is about does not vote on it. Ballots are secret, theirs as well.
    .now = Nothing to do. You hear how it ended.
vote-over = This vote ended on { $ended }.
    .why = A vote counts until the end that its card shows; no later one can.
    .now = Nothing to do. The result comes to the team's channel.
motion-closed = This has closed.
    .why = Once a vote has ended, who chose what is deleted, and so are a concern and its answer.
    .now = Its card in the team's channel says how it ended.
joined-after-the-vote = You have no vote on this one.
    .why = Who votes is fixed when a vote opens.
    .clause = 8
    .now = The next one is yours, too.
no-reason-chosen = Choose at least one reason.
    .why = Whoever asked to join is told why not now, without names; the reasons are those of the list.
    .now = Press Not now once more.
no-such-motion = There is no such vote.
    .why = It has ended, or it was never shown to you. Whoever a removal is about reads it first.
    .now = /week show lists what you can vote on.
not-asked-to-second = You are not asked to second this.
    .why = Only who was asked reads it before the person it is about does.
    .now = Nothing to do.
seconding-over = This is settled already.
    .why = It was seconded, or it ended.
    .now = Nothing to do. Thank you.
not-about-you = That is somebody else's to answer.
    .why = Whoever a removal is about reads and answers it; nobody does so for them.
    .now = Nothing to do.
answer-time-over = The time to answer is over.
    .why = You have two days from when you open a concern; with your answer, or after them, the vote opens.
    .now = The vote runs. You can still take a pause instead.
not-your-motion = That was proposed by somebody else.
    .why = A proposal is taken back by whoever made it; everybody else votes on it.
    .clause = 8
    .now = Vote on its card in the team's channel.
nothing-changes = That is how it stands already.
    .why = A vote is about a change.
    .clause = 8
    .now = Change something, or leave it.
unknown-rule = We know no such rule.
    .why = A vote changes one of the rules that /team propose lists.
    .now = Choose from its list.
no-steward = { $name } is no steward.
    .why = Only a steward can be released.
    .now = /team members shows who the stewards are.
steward-already = { $name } is a steward already.
    .why = It is decided once.
    .clause = 8
    .now = Nothing to do.
not-on-the-team = That person is not on the team, or is taking a break.
    .why = A vote is about somebody of the team; a steward is an active member.
    .now = Choose from the list.
leave-yourself = For that you need no vote.
    .clause = 10
    .now = Use /team leave. A break is there as well: /week away.
cannot-second = They cannot second it.
    .why = A removal takes two: who proposes it, and another active member whom it is not about.
    .now = Choose somebody from the list.
removal-rests = It was voted on not long ago, and { $name } stayed.
    .why = A removal that did not carry rests for 90 days.
    .now = It can be proposed again from { $again }. A word in private does more.
bad-most-members = That is not a number of places that a team can have.
    .why = A team has { $least } to { $most } members.
    .now = Give a whole number from { $least } to { $most }.
role-not-to-give = Nobody can be given that role.
    .why = It is everybody's, or it belongs to a bot or another integration: Discord lets nobody give it.
    .now = Choose a role that was made for the team, or none: a team needs no role.
no-member-chosen = Nobody on the team goes by that name.
    .why = It takes one of the list that opens as you type, or their whole name as the team knows it.
    .now = Choose from the list; /team members names everybody.
several-so-called = Several go by the name { $name }.
    .why = Nobody should be taken for another.
    .now = Choose from the list that opens as you type.

no-application = You have no application to { $team }.
    .why = Who would like to join asks with their own blog, and the members decide by vote.
    .clause = 8
    .now = Use /team apply with your blog's address.
application-open = You have already applied to { $team }.
    .why = One application at a time: the team reads about the blog that it was sent with.
    .now = /team apply without an address shows how it stands. Withdraw it there to ask with another blog.
application-settled = Your answers cannot be changed any more.
    .why = Somebody has vouched for what they read, and the members vote on that.
    .clause = 8
    .now = /team apply shows how it stands.
application-over = This application has ended.
    .why = It was taken back, decided, or its 14 days without a vouch are over.
    .now = Nothing to do. They may ask again.
removed-not-long-ago = { $team } voted not long ago that you leave it.
    .why = The members have decided. Then both sides have some quiet, until what the team kept of you is forgotten.
    .clause = 8
    .now = You're welcome to ask again from { $again }; /week show has what is yours.
asked-too-soon = You asked { $team } not long ago.
    .why = The members have decided. It's about fit; somebody who was not let in may ask again after 60 days.
    .clause = 8
    .now = You're welcome to ask again from { $again }.
withdrawn-just-now = You took your application to { $team } back not long ago.
    .why = The team had read it; who takes one back may ask again a day later.
    .clause = 8
    .now = You're welcome to ask again from { $again }.
too-few-to-admit = { $team } cannot let anybody in at the moment.
    .why = A vote takes at least { $least } members who may vote.
    .clause = 8
    .now = Talk to whoever is on it.
which-team-to-join = Which team would you like to join?
    .why = There are several here: { $teams }.
    .now = Use the command in that team's channel.
blog-applied = Somebody who has shown that { $blog } is theirs would like to join with it.
    .clause = 3
    .now = Give your own blog's address. If two of you write there, agree who asks.
no-answer = { $field ->
    [niche] What your blog is about is missing.
    [best-post] The address of a best post is missing.
    [why] Why you would like to join this team is missing.
    [readers] What your readers come for is missing.
   *[other] An answer is missing.
 }
    .why = The members read it before they vote.
    .clause = 8
    .now = The rest is kept. Use /team apply, and press Fill in the form.
post-not-there = The blog says that there is no post at { $url }.
    .why = The team reads it first, before somebody vouches and the members vote.
    .now = All that you wrote is kept. Copy the post's address from your browser; /team apply, Fill in the form.
post-leads-away = { $url } leads to another place than your blog.
    .clause = 3
    .now = All that you wrote is kept. Give the address at which the post is read; /team apply, Fill in the form.
best-post-elsewhere = The best post has to be on your own blog.
    .clause = 3
    .now = The rest is kept. Use /team apply, and press Fill in the form.
no-such-applicant = There is no such application.
    .why = The team sees one once its blog is shown to be the applicant's own and the form is filled in.
    .now = Choose from the list that opens as you type in /team vouch.
no-applicant-chosen = Nobody of that name waits for a vouch.
    .why = The team sees an application once its blog is shown to be the applicant's own and the form is filled in.
    .now = Choose from the list that opens as you type. Where it is empty, nobody is ready yet.
no-vouch-words = A vouch needs words.
    .why = The others read why you would let them in before they vote.
    .clause = 8
    .now = Write a sentence, and send it again.
vouched-already = Somebody vouches for { $name } already.
    .why = One of us is enough; then everybody votes.
    .now = Vote on the card in the team's channel once it is there.
not-waiting = You are not on the waiting list of { $team }.
    .why = A sister team is for those who wait for a place.
    .now = /team apply shows how your application stands.

stewards-only = That is for the stewards of { $team }.
    .why = A steward is named by a vote, and what they do stands in a log that every member can read.
    .clause = 8
    .now = /team members shows who they are.
not-paused = { $name } is not taking a break.
    .why = Only somebody who is paused can be brought back.
    .now = Nothing to do.
charter-first = { $name } has yet to accept the charter.
    .why = Each of us accepts a new version; nobody does so for somebody else.
    .clause = 8
    .now = /team charter shows it to them, and I accept brings them back at once.
not-on-the-server = { $name } is not on this server any more.
    .why = We bring back who is here.
    .now = Once they are here again, they press I'm back in /week show.
no-place-free = Every place on the team is taken.
    .why = After eight weeks of a break the place is given on; who comes back gets the next free one, without a vote.
    .now = { $name } can press I'm back in /week show, and is next in line.
report-has-no-reader = There is nobody who could read that.
    .why = A report goes to the stewards or the server's owner, never to whom it is about, and not back to you. Nobody else is left.
    .now = Talk to somebody on the team whom you trust; /team propose can name another steward. Discord's own report, on a message or a profile, goes to Discord.
three-reports = You have sent { $most } reports within a week.
    .why = Each is read with care, by people who have blogs to write. Who sent one is stored nowhere.
    .now = You can send the next one from { $again }. In danger, turn to the server's moderators or to Discord.
report-on-a-stranger = That person is not on { $team }.
    .why = The stewards of a team look after its own people.
    .now = Ask a moderator of this server.
bad-date = We cannot read “{ $text }” as a day.
    .why = An absence has a last day, and a first one unless it begins now.
    .now = Write it like this: 24 Dec, 2026-12-24, Friday, in 2 weeks.
date-past = That day is over: { $text }
    .why = An absence is said beforehand; who was away without a word has nothing to make up for.
    .now = Give today or a later day.
until-before-from = That absence ends before it begins.
    .why = The last day cannot lie before the first one.
    .now = Turn the two around, or give other days.
away-too-long = That is longer than we can plan.
    .why = An absence is { $weeks } weeks at the most; a break has no end of its own.
    .now = Give an earlier day, or press I don't know until when.
nothing-kept = There is nothing of yours here.
    .why = What the bot keeps of a person goes when they are forgotten.
    .now = Nothing to do.
you-are-not-paused = You are not paused in { $team }.
    .why = This is for whoever takes a break.
    .now = /week away says until when you are away.
posts-not-in = Posts for this plan are not in yet.
    .why = They are in by { $closes_at }, and until then what is in the plan may change.
    .now = Look at it again after that; then it can be published early or built again.
plan-is-out = That plan is out.
    .why = What is published stands: people have read what is asked of them.
    .now = /team members, then For stewards, has the plan that comes next: See the coming plan.
enough-rebuilds = This plan was built again { $most } times.
    .why = They were all equally fair. Nobody is to look for one they like better.
    .now = Nothing to do: what was drawn last comes out at its hour, or with Publish now.
enough-turns = This week went from light to ordinary and back often enough.
    .why = { $most } changes in seven days stand in the log that every member reads.
    .now = It stays as it is now. In a few days it can be changed again.
nothing-to-plan = There is nothing to publish.
    .why = No post is put forward for this plan that anybody can be asked to recommend.
    .now = Nothing to do. What is put forward for the next plan is looked at then; this one was due on { $publishes_at }.
no-plan-ahead = { $team } has no plan ahead.
    .why = It sleeps: a plan takes three members who are active.
    .now = Once three are, it goes on by itself.
too-many-apart = That is more than half of the others.
    .why = You can ask not to be matched with { $most ->
        [0] nobody yet
        [one] one of them
       *[other] { $most } of them
     } at most, so that there is somebody for every week's plan.
    .now = Choose fewer. The others are told nothing either way.
