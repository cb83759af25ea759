change-before = Clause { $number } before
change-after = After, as clause { $number }
change-added = New, as clause { $number }
change-removed = Clause { $number } goes
change-kept = { $kept ->
    [0] No clause stays as it was.
    [one] One clause stays word for word.
   *[other] { $kept } clauses stay word for word.
 }
charter-changes = What changed since version { $version }, which you accepted
charter-accept-by = Please accept it by { $end }. Until then all goes on for you as before; after that we stop sending you assignments, and accepting it brings you back.
charter-accept-back = We have stopped sending you assignments. Accepting this version brings you back.
charter-cannot-accept = Anyone who cannot accept it may leave, with everything that is theirs.
charter-button-propose = Propose a change
charter-button-report = Report a problem
charter-button-leave = Leave
accepted-resumed = You are back on the team, where you stood.
accepted-waits = Your place was given on while you were away. You are back as soon as one is free, without a vote.
news-charter_new = The charter was changed by a vote; version { $version } waits for you. Please read what changed, and accept it by { $ends_at }.
news-charter_reminder = Version { $version } of the charter still waits for you. Please accept it by { $ends_at }; after that we stop sending you assignments until you have.
news-charter_paused = We've stopped sending you assignments for now, because version { $version } of the charter still waits for you. Nothing is held against you: I accept brings you back.
week-charter = Version { $version } of the charter waits for you. Please read what changed, and accept it when you can.
week-charter-until = The charter was changed by a vote; version { $version } waits for you. Please read what changed, and accept it by { $end }; after that we stop sending you assignments until you have.
week-charter-back = We've stopped sending you assignments, because version { $version } of the charter waits for you. I accept, under the charter, brings you back.
news-button-charter = Read the charter
