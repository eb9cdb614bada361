public import Model

/// A form that was sent whose rows have no identity that it could have been given beforehand.
public enum SentForm {}

extension Connection {
    /// For how long a form is remembered, seconds: a second click, a reload, a page that was restored.
    private static var sentForm: Int64 { 86_400 }

    /// Remembers that a form was sent.
    /// - Returns: whether this is the first time; false a second time within a day: what it asks for was done.
    public func isFirst(_ form: ID<SentForm>, at now: Instant) throws -> Bool {
        try run("DELETE FROM sent_form WHERE at < \(now.adding(seconds: -Self.sentForm))")
        return try run("INSERT INTO sent_form (id, at) VALUES (\(form), \(now)) ON CONFLICT (id) DO NOTHING") > 0
    }
}
