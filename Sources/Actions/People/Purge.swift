import Model
import Records

extension OpenAgency {
    /// Forgets what has had its time: sessions that are over, second steps and factors that nobody ended, invitations a week
    /// after they expired, browsers not seen for 400 days, receipts and the texts of mail, in the records and as files, after 90 days, tickets and links to new addresses after a day.
    public func purge() async throws {
        clock.raise(to: try await records.read { try $0.clock() })
        let now = clock.now()
        let times = [settings.sessions.times(.owner), settings.sessions.times(.contact)]
        let idle = times.map(\.idle).max() ?? 0
        let absolute = times.map(\.absolute).max() ?? 0
        try await records.write { connection in
            try connection.deleteSessions(
                seenBefore: now.adding(seconds: -idle), createdBefore: now.adding(seconds: -absolute))
            try connection.deleteSecondSteps(createdBefore: now.adding(seconds: -SecondStep.lifetime))
            try connection.deleteSecondFactorOffers(createdBefore: now.adding(seconds: -SecondFactorOffer.lifetime))
            try connection.deleteInvitations(expiredBefore: now.adding(seconds: -7 * 86_400))
            try connection.deleteDevices(createdBefore: now.adding(seconds: -400 * 86_400))
            try connection.deleteReceipts(olderThan: now.adding(seconds: -90 * 86_400))
            try connection.deleteRequestTickets(expiredBefore: now)
            try connection.deleteTickets(createdBefore: now.adding(seconds: -86_400))
            try connection.deleteAddressChanges(expiredBefore: now)
            try connection.emptyMail(createdBefore: now.adding(seconds: -90 * 86_400))
            try connection.emptySecurityMail(expiredBefore: now)
        }
        let spool = settings.spool(of: slug.text)
        guard try await Blocking.run({ try !SpoolCarrier.letters(spool).isEmpty }) else { return }
        let kept = try await records.read { Set(try $0.mailWithAddress()) }
        try await Blocking.run { try SpoolCarrier.purge(spool, keeping: kept) }
    }
}
