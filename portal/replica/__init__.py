"""Reads that a second PostgreSQL may answer, when it knows all that was committed before they were asked.

Several machines share one PostgreSQL that writes. `KLANG_REPLICA_URL` names a streaming replica of it. A replica lags; whoever reads
what it had a second ago may miss what they wrote themselves, and a page that is kept would go on being wrong. So nothing is
guessed from times: before a request reads there, the replica has to have replayed the very place in the log at which the primary
stands (`standing`). One that lags, hangs or is gone is left out, and everything is asked of the primary, as without it.
"""
