## A post's season and place.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
day-of-month = { $day } { $month } { $year }
window-months = { $first } to { $last }
window-north = in the north
window-south = in the south
window-places = for readers in { $places }
window-last-day = last day { $day }

news-feed_suspended = Your feed at { $url } has not been readable for three months, so we have stopped trying. Name it again, or another, and we read on; until then /post submit takes any address on your blog.
news-blog_of_another = Somebody else has shown that { $blog } is theirs, by what stands on the blog itself. Perhaps it has two owners, or an address was mistyped; nobody was told but you. Please name a blog of your own: from then on its posts can be put forward, and until then none of { $blog }. If that one is yours, send its address again, and we say how to show it.
news-feed_renewed = { $count ->
    [one] One post was new on your blog at once, so we did not tell you of it alone.
   *[other] { $count } posts were new on your blog at once, so we did not tell you of each.
 } Mostly that comes of an import, or of new addresses all over the blog, in its feed at { $url }. You need not do anything: nothing is lost, and /post submit has them all.
news-newest_offer = Posts for the next plan are in by { $closes_at }, and you have none yet. The newest on your blog is “{ $title }”.
news-newest_offer-older = Posts for the next plan are in by { $closes_at }, and you have none yet. You had the newer posts on your blog in, or said no to them; “{ $title }” is there too.
news-newest-summary = It begins: “{ $summary }”
news-newest-ask = Shall we put it forward? Without an answer it is not. If a post on your shelf fits, that one goes in then.
news-season_open = The season of { $title } begins on { $begins_on }: it is in for the plan of { $plan_on }. Posts for it are in by { $closes_at }.
news-season_open-shelf = The season of { $title } begins on { $begins_on }. You have another post for the plan of { $plan_on }, so it waits on your shelf.
news-season_again = A year has gone by, and the season of { $title } is here again. Put it forward once more?
news-season_over = The season of { $title } ended before a plan had it. It waits until { $opens_on }, and you hear of it then.
news-money_waits = { $title } is on your shelf: of any four recommended posts in a row at most one is sponsored or your own product. { $others ->
    [one] One other post of yours goes first.
   *[other] { $others } other posts of yours go first.
 }
news-last_day_past = No plan could have { $title } before its last day, so nobody was asked. With a later day, or none, you can put it forward again.
news-no_readers_there = { $title } is for readers in { $places }, and nobody on the team has readers there. It waits; the plan on { $publishes_at } is the next one to look.
newest-declined = { $title } is not offered to you like that again. Should you change your mind, /post submit has it.
season-form = Season and place
season-form-months-help = None chosen: all year
season-form-half = For readers in which half of the world
season-form-half-help = Who has readers there is asked, if anybody has. The months stay as you choose them.
season-form-north = in the north
season-form-south = in the south
season-form-both = in either: it makes no difference
season-form-places = Only for readers in these places
season-form-places-help = Separated by commas, such as Lagos, Nigeria; empty: anywhere
season-form-last-day = Last day
season-form-last-day-help = Nobody is asked after it: 24 Dec, 2026-12-24, Friday; empty: it has none
news-button-use = Use it
news-button-not-this = Not this one
news-button-again = Put it forward again
