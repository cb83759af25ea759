week-title = { $team }: your week
week-none = There is no such week yet.
week-forming = { $missing ->
    [one] The team forms when one more founder has joined. Nothing is planned until then.
   *[other] The team forms when { $missing } more founders have joined. Nothing is planned until then.
 }
week-state-open = Posts are in by { $close }; the plan comes out on { $publish }.
week-state-closed = Posts are in. The plan comes out on { $publish }.
week-state-planned = This week ends on { $end }.
week-state-missed = There is no plan this week: the bot was away too long. Nothing was counted, and the posts put forward wait for the next plan.
week-state-ended = This week is over.
week-submitted = Your post for the plan that comes out then: { $title }
week-waiting = Your post for the next close: { $title }
week-waits-return = Your post { $title } waits until you are back.
week-waits-asleep = Your post { $title } waits for the next plan.
week-waiting-none = You have not put a post forward for the next plan yet; /post submit, if you have one.
week-waiting-shelf = You have put nothing forward for the next plan. If that stays so, { $title } goes in from your shelf at the close.
week-mine = Your turn
week-mine-none-planned = You are not asked to recommend anything this week.
week-mine-none-ended = You were not asked to recommend anything that week.
week-posts-none-planned = No posts are in this week's plan, so nothing is asked of anybody.
week-posts-none-ended = No posts were in that week's plan, so nothing was asked of anybody.
week-mine-over = Yours this week, and settled
week-mine-past = Nothing to do any more
week-past = The last day of these has passed, so nobody is asked for them.
week-how = Read it first; then recommend it in your own words, on your own channel, whenever it suits you. No likes, votes or comments, and no copied text. Saying no is fine.
assignment-choice = { $title } by { $author }
assignment-why = Why you: { $reasons }.
assignment-hook = A way in, from its author: { $hook }
assignment-disclose = Say with it: “{ $author } and I are in one blog team.”
assignment-disclose-affiliate = Say with it: “{ $author } and I are in one blog team. The post has affiliate links.”
assignment-disclose-sponsored = Say with it: “Ad: { $author } was paid for this post. We are in one blog team.”
assignment-disclose-own_product = Say with it: “{ $author } and I are in one blog team. The post is about { $author }'s own product.”
assignment-until = Until { $end }.
assignment-last-day = Until { $day }, its last day.
assignment-past = Its last day is over. If you have recommended it, Done counts until { $end }.
assignment-late = That week is over; Done still counts until { $end }.
assignment-state-done = Done. Thank you!
assignment-state-skipped = Skipped, and nobody was told.
assignment-state-lapsed = Its time is over. That is fine.
assignment-state-carried = Its time is over. That is fine.
assignment-state-swapped = Somebody else took it over. Nothing is left for you to do.
assignment-state-released = You were away, so it was offered on.
assignment-state-withdrawn = Its author took the post back. Nothing is left for you to do.
assignment-state-taken_back = It was taken back, and does not count.
assignment-state-open = It is open to anyone who would like it.
assignment-button-done = Done
assignment-button-skip = Skip
assignment-button-take = Take it
reason-took_over = you had room for one more
reason-took_it = you took it yourself
reason-topic = you write about { $topic } too
reason-season = { $season ->
    [spring] it is spring where your readers are
    [summer] it is summer where your readers are
    [autumn] it is autumn where your readers are
    [winter] it is winter where your readers are
    [their_half] it is meant for readers in your half of the world
   *[other] it is in season where your readers are
 }
reason-first_time = you have not recommended { $author } before
reason-weeks_since = { $weeks ->
    [one] it has been one week since you last recommended { $author }
   *[other] it has been { $weeks } weeks since you last recommended { $author }
 }
reason-rarest_pair = { $times ->
    [one] you have recommended { $author } once, and the others more often
   *[other] you have recommended { $author } { $times } times, and the others more often
 }
reason-even_share-got = so far you were recommended more often than you recommended ({ $times } more); this helps to even it out
reason-even_share-even = it is your share of this week: so far you recommended as often as you were recommended
reason-even_share-gave = so far you recommended more often than you were recommended ({ $times } more); your own posts are recommended more for it
week-posts = The week's posts
week-posts-other = Also this week
week-offers = Open to anyone
week-news = News
week-more = There is more: use /week show.
done-form = Done
done-form-link = Where you said it, if you like
done-form-words = A word to the author, if you like
done-title = Thank you
done = { $author } hears today that you recommended { $title }.
skip-form = Skip
skip-form-reason = Why, if you like (told to nobody)
skip-readers = Not what my readers come for
skip-season = Wrong season here
skip-vouch = I cannot vouch for it
skip-busy = Too busy
skip-conflict = A conflict of interest
skipped-title = Thanks for saying so early
skipped = Nobody is told why. { $title } is offered on.
skipped-kept = Nobody is told why.
skipped-left = { $left ->
    [0] You have nothing else open this week.
    [one] You have one more open this week.
   *[other] You have { $left } more open this week.
 }
taken-title = It is yours
taken = Thank you. Read it first; if it is not for you after all, Skip offers it on, and nobody is told.
offer = One recommendation of this week is open to anyone who would like one. Take it shows it to you alone, and you can still say no then.
button-my-week = My week
news-took_over = One more recommendation is yours this week, because you had room: { $title } by { $author }.
news-feed_dead = Your feed at { $url } could not be read for a week: { $fault ->
    [not_found] nothing is at that address
    [gone] the address says that it is gone for good
    [forbidden] the address does not let us in
    [challenged] the address lets no robots in, and we are one
    [too_many] the address asks us to come less often
    [timeout] the address takes too long to answer
    [unreachable] nobody answers at that address
    [refused] it leads to no public place on the web, and we open no other
    [too_large] it is too large to read
    [redirect] the address sends us round and round
    [html] that is a page, not a feed
    [empty] nothing is in it
    [not_a_feed] that is not a feed
   *[other] we get nothing from it that we can read
 }. We go on trying. If the address has changed, tell us the new one in /me settings.
news-feed_gone = Your feed at { $url } says that it is gone for good, so we have stopped reading it. Please name another in /me settings, or the same once it is back.
news-feed-before = Until your blog moved we read { $before }. If it has moved back, name that address.
news-new_item = New on your blog: “{ $title }”. Put it forward for the coming plan?
news-button-submit = Submit this post
news-dm_closed = Discord would not let us send you a direct message, so your week and your news wait here, behind My week. To have them again, open your direct messages for this server and turn them on in /me settings.
news-not_this_week = { $title } is not in this week's plan; it waits for the next one.
news-channel_lost = The bot may no longer write in the channel of { $team }. Somebody with Manage Server can run /teambot setup in the channel where the team should live.
