import Model
import Records

extension WorkspaceSettings.Sessions {
    /// Whether a session still holds (ASVS 7.3.1, 7.3.2, 7.4.x): the person is not locked out, nothing has ended their
    /// sessions since, and it is neither idle nor old.
    func allow(_ stored: StoredSession, of person: Person, at now: Instant) -> Bool {
        let (idle, absolute) = times(person.role)
        return !person.isDisabled && stored.epoch == person.epoch && now < stored.seen.adding(seconds: idle)
            && now < stored.created.adding(seconds: absolute)
    }

    /// Seconds a session may be idle, and live at all.
    func times(_ role: Role) -> (idle: Int64, absolute: Int64) {
        role.isStaff ? (staffIdle, staffAbsolute) : (contactIdle, contactAbsolute)
    }
}
