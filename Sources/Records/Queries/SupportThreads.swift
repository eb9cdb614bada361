public import Model

extension Connection {
    /// Every thread with its messages, those that wait for an answer first, then the newest.
    public func supportThreads() throws -> [SupportThread] {
        var messages: [ID<SupportThread>: [SupportThread.Message]] = [:]
        try each("SELECT id, at, side, person, body, thread FROM support_message ORDER BY thread, position") { row in
            messages[try row.id(5), default: []].append(
                SupportThread.Message(
                    id: try row.id(0), at: try row.instant(1), side: try row.word(2), person: try row.idIfAny(3),
                    body: try row.text(4)))
        }
        let threads = try all("SELECT id, number, subject FROM support_thread ORDER BY number DESC") { row in
            let id: ID<SupportThread> = try row.id(0)
            return SupportThread(id: id, number: try row.integer(1), subject: try row.text(2), messages: messages[id] ?? [])
        }
        return threads.filter(\.isWaiting) + threads.filter { !$0.isWaiting }
    }

    /// Adds a thread without messages, under the next number.
    public func insertSupportThread(_ id: ID<SupportThread>, subject: String) throws {
        try run(
            """
            INSERT INTO support_thread (id, number, subject)
            VALUES (\(id), (SELECT coalesce(max(number), 0) + 1 FROM support_thread), \(subject))
            """)
    }

    /// Adds a message to the end of a thread; one with this id that is there already stays as it is, and false is returned.
    public func add(_ message: SupportThread.Message, to thread: ID<SupportThread>) throws -> Bool {
        try run(
            """
            INSERT INTO support_message (id, thread, position, at, side, person, body)
            VALUES (\(message.id), \(thread), (SELECT coalesce(max(position), 0) + 1 FROM support_message WHERE thread = \(thread)),
                \(message.at), \(message.side), \(message.person), \(message.body))
            ON CONFLICT (id) DO NOTHING
            """) > 0
    }
}
