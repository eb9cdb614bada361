import Logging
import Model
import Records

extension OpenAgency {
    /// Reminds the agency's owners of requests that are open: on day 10, 20 and 25 after they came, once each, and every day when
    /// they are overdue. From day 25 on its admins are written to as well, and whoever runs the program finds it in the log.
    /// Called hourly; a day that nobody ran the program is made up for by one letter.
    package func remindOfRequests() async throws {
        let now = world.now()
        let due = try await records.read { connection in
            try connection.openDataRequests().filter { OpenAgency.reminder(of: $0, at: now) > $0.reminded }
        }
        guard !due.isEmpty else { return }
        for request in due where OpenAgency.reminder(of: request, at: now) >= DataRequest.escalation {
            room.log.warning("a request about data is nearly due or overdue", metadata: ["request": "\(request.id)"])
        }
        let base = room.postOffice.home(try await agency()) + "staff/requests/"
        let ids = due.map(\.id)
        try await change { connection, journal in
            let managers = try connection.people().filter { $0.role.isManager && !$0.isDisabled }
            for id in ids {
                guard var request = try connection.dataRequest(id), request.state == .open else { continue }
                let day = OpenAgency.reminder(of: request, at: now)
                guard day > request.reminded else { continue }
                request.reminded = day
                try connection.update(request)
                try connection.add(RequestStep(at: now, what: .reminded, person: nil), to: id)
                let left = (request.due.milliseconds - now.milliseconds) / 86_400_000
                let letter: DataLetter =
                    request.isOverdue(at: now)
                    ? .overdue(number: request.number) : .due(number: request.number, days: max(0, left))
                for manager in managers where manager.role == .owner || day >= DataRequest.escalation {
                    journal.mail(.data(letter, url: base + id.text + "/"), to: manager.id)
                }
                journal.audit(actor: .system, action: "request.remind", subject: id.text, detail: "\(day)")
            }
        }
    }

    /// The day of the reminder that should be out by now: 10, 20, 25, and each day from the 31st on.
    private static func reminder(of request: DataRequest, at now: Instant) -> Int64 {
        guard request.isOverdue(at: now) else { return request.reminder(at: now) }
        return max(DataRequest.days + 1, (now.milliseconds - request.received.milliseconds) / 86_400_000)
    }
}
