week-title = { $team }: your week
week-forming = { $missing ->
    [one] The team forms when one more founder has joined. Nothing is planned until then.
   *[other] The team forms when { $missing } more founders have joined. Nothing is planned until then.
 }
week-state-open = Posts are in by { $close }; the plan comes out on { $publish }.
week-state-closed = Posts are in. The plan comes out on { $publish }.
week-state-planned = This week ends on { $end }.
week-state-missed = This week was missed: the bot was away too long. Nothing was booked, and posts moved on to the next plan.
week-state-ended = This week is over.
week-submitted = Your post for the plan that comes out then: { $title }
week-waiting = Your post for the next close: { $title }
week-waiting-none = You have put no post forward for the next close. /post submit does.
week-mine = Your turn
week-mine-none = You are asked to recommend nothing this week.
week-how = Read it first; then recommend it in your own words, on your own channel, whenever it suits you. No likes, votes or comments, and no copied text. Saying no is fine.
assignment-choice = { $title } by { $author }
assignment-why = Why you: { $reasons }.
assignment-hook = A hook, if you like: { $hook }
assignment-disclose = Say with it: “{ $author } and I are in one blog team.”
assignment-disclose-affiliate = Say with it: “{ $author } and I are in one blog team. The post has affiliate links.”
assignment-disclose-sponsored = Say with it: “Ad: { $author } was paid for this post. We are in one blog team.”
assignment-disclose-own_product = Say with it: “{ $author } and I are in one blog team. The post is about a product of { $author }'s own.”
assignment-until = Until { $end }.
assignment-late = That week is over; Done counts until { $end } all the same.
assignment-state-done = Done. Thank you!
assignment-state-skipped = Skipped, and nobody was told.
assignment-state-lapsed = Its time is over. That is fine.
assignment-state-carried = Its time is over. That is fine.
assignment-state-open = It is open to anyone who wants it.
assignment-button-done = Done
assignment-button-skip = Skip
assignment-button-take = Take it
reason-took_over = you had room for one more
reason-first_time = you have not recommended { $author } before
reason-weeks_since = { $weeks ->
    [one] it has been one week since you last recommended { $author }
   *[other] it has been { $weeks } weeks since you last recommended { $author }
 }
reason-rarest_pair = { $times ->
    [one] you have recommended { $author } once, and the others more often
   *[other] you have recommended { $author } { $times } times, and the others more often
 }
reason-even_share-got = { $times ->
    [one] you were recommended once more than you recommended
   *[other] you were recommended { $times } times more than you recommended
 }
reason-even_share-even = it keeps the work even
reason-even_share-gave = { $times ->
    [one] you recommended once more than you were recommended, and somebody has to be next
   *[other] you recommended { $times } times more than you were recommended, and somebody has to be next
 }
week-posts = The week's posts
week-offers = Open to anyone who wants it
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
skip-conflict = A conflict
skipped-title = Thanks for saying so early
skipped = Nobody is told why. { $title } is offered on.
skipped-left = { $left ->
    [0] You have nothing else open this week.
    [one] You have one more open this week.
   *[other] You have { $left } more open this week.
 }
taken-title = It is yours
taken = Thank you for taking { $title } by { $author }. You find it in My week.
button-my-week = My week
news-pushed = { $pusher } recommended your post { $title }.
news-pushed-words = They say: “{ $words }”
news-button-see = See it
news-took_over = You were asked in mid-week, because you had room: { $title } by { $author }.
news-feed_dead = Your feed at { $url } could not be read for a week. We go on trying. Is the address right? Change it in /me settings.
news-feed_gone = Your feed at { $url } says that it is gone for good. Please name another in /me settings.
news-new_item = New on your blog: “{ $title }” Put it forward for the coming plan?
news-button-submit = Submit this post
news-dm_closed = Discord would not let us send you a direct message. What you get waits here, behind My week.
news-not_this_week = { $title } is not in this week's plan; it waits for the next one.
news-channel_lost = We may no longer write in the channel of { $team }. Somebody with Manage Server can run /teambot setup in the channel where it should live.
