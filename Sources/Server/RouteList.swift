import HTTPTypes

/// The routes as docs/routes.md lists them, for whoever goes through all of them.
public enum RouteList {
    /// One route.
    public struct Row: Sendable, Hashable {
        /// `GET`, `POST`.
        public let method: String
        /// `/AGENCY/staff/`: segments in capitals stand for any segment, `**` for any rest.
        public let path: String
        /// `all`, `signed in`, `staff`, or `owner, admin`.
        public let permission: String
    }

    /// In the order in which they are matched.
    public static var rows: [Row] {
        RouteTable.all.routes.map { Row(method: $0.method.rawValue, path: $0.path, permission: $0.handler.permission) }
    }
}
