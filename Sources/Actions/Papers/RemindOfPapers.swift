import Foundation
import Model
import Records

extension OpenAgency {
    /// The hour of the day, in the agency's time zone, from which reminders are told: early enough for that day's digests.
    private static var reminderHour: Int { MailChoice.hour - 1 }

    /// Reminds contacts of papers that are still to be sent: some days before the due day and once when it is over.
    /// - Returns: when to look again; nil: nothing is asked for by a day.
    func remindOfPapers() async throws -> Instant? {
        let (now, zone) = (world.now(), try await agency().zone)
        let today = Day(now, in: zone)
        if MailChoice.next(hour: OpenAgency.reminderHour, after: today.start(in: zone), in: zone) <= now {
            let near = try await records.read {
                try $0.paperRequests(remindableBy: today.adding(days: PaperRequest.reminderDays))
            }
            for request in near where request.wantsReminder(on: today, asked: Day(request.at, in: zone)) {
                try await remind(of: request.id, on: today, in: zone)
            }
        }
        let hasMore = try await records.read { try $0.hasRemindablePapers() }
        return hasMore ? MailChoice.next(hour: OpenAgency.reminderHour, after: now, in: zone) : nil
    }

    /// What is asked for may have to be reminded of: whoever looks after mail learns of it.
    func mayRemind() { room.schedule.wake(slug, at: world.now()) }

    private func remind(of id: ID<PaperRequest>, on today: Day, in zone: TimeZone) async throws {
        try await change { connection, journal in
            journal.addsDocumentsOnly()
            // All of it may have come meanwhile.
            guard let request = try connection.paperRequest(id),
                request.wantsReminder(on: today, asked: Day(request.at, in: zone))
            else { return }
            try connection.setReminded(today, of: id)
            journal.tell(.remind(of: request))
            journal.audit(actor: .system, action: "paper.remind", subject: id.text, detail: request.due?.text ?? "")
        }
    }
}
