import Glibc

/// The program as its own process for passwords: answers questions from standard input until that ends, which it does
/// when the program that asks does.
public enum PasswordWorker {
    /// The only argument of such a process.
    public static let argument = "passwords-worker"

    /// Answers until nobody asks any more.
    public static func run() -> Never {
        // Who asks decides when it ends: a Ctrl-C reaches all processes of a terminal.
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        Passwords.giveWay()
        while let question = PasswordMessage.Question(from: STDIN_FILENO) {
            guard PasswordMessage.write(PasswordMessage.text(answer(question)), to: STDOUT_FILENO) else { break }
        }
        exit(0)
    }

    /// A new PHC string; or `=` when the password is the one of the string, else nothing.
    private static func answer(_ question: PasswordMessage.Question) -> [UInt8] {
        guard question.stored.isEmpty else {
            return question.argon2.verify(question.password, against: question.stored) ? [UInt8(ascii: "=")] : []
        }
        return (try? question.argon2.hash(question.password)).map { Array($0.utf8) } ?? []
    }
}
