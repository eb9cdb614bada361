public import Model

extension Connection {
    /// What the person has chosen, or nil when they never did.
    public func mailChoice(of person: ID<Person>) throws -> (choice: MailChoice, token: String)? {
        try one("SELECT choice, token FROM mail_choice WHERE person = \(person)") { (try $0.word(0), try $0.text(1)) }
    }

    /// Whose token it is, or nil.
    public func personOfMail(token: String) throws -> ID<Person>? {
        try one("SELECT person FROM mail_choice WHERE token = \(token)") { try $0.id(0) }
    }

    /// Keeps a choice.
    ///
    /// - Parameter token: what a link in a mail proves itself with; only the first one of a person is kept.
    public func setMailChoice(_ choice: MailChoice, of person: ID<Person>, token: String) throws {
        if try run("UPDATE mail_choice SET choice = \(choice) WHERE person = \(person)") == 0 {
            try run("INSERT INTO mail_choice (person, choice, token) VALUES (\(person), \(choice), \(token))")
        }
    }
}
