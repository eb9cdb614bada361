// swift-tools-version: 6.2
// Portico: private portals from one program. The rooms and what each may import stand in docs/rooms.md.

import PackageDescription

let walls: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A library target of ours.
func room(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: walls)
}

/// The tests of one room.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestKit"] + dependencies, exclude: exclude,
        swiftSettings: walls)
}

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "portico",
    products: [.executable(name: "portico", targets: ["portico"])],
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CCmark"),
        .systemLibrary(name: "CCompress"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CMagic"),
        .systemLibrary(name: "CQRencode"),
        .systemLibrary(name: "CSodium"),
        .systemLibrary(name: "CLinux"),

        room("Model", []),
        room("Threads", []),
        room("Records", ["Model", crypto]),
        room("Documents", ["Model", "Threads", "CMagic", "CLinux", crypto]),
        room("SQLiteRecords", ["Model", "Threads", "Records", "Documents", "CLinux", grdb, crypto]),
        room("Markdown", ["Model", "CCmark", yams]),
        room("Templates", ["Model", yams]),
        room(
            "Site", ["Model", "Markdown", "Templates", "CLinux", "CCompress", "CQRencode", crypto, yams],
            resources: [.copy("../../templates"), .copy("../../content")]),
        room(
            "Actions",
            [
                "Model", "Threads", "Records", "Documents", "Site", "Templates", "CCompress", "CCurl", "CSodium", "CLinux",
                crypto, log,
            ]),
        room(
            "Server",
            [
                "Model", "Actions", "Site", "Templates", hummingbird, hummingbirdCore, log, coreMetrics, lifecycle, nioCore,
                nioPosix, nioHTTP1, httpTypes, crypto,
            ]),
        room("Proof", ["Model", "Records", "Templates", "Site", "Actions", crypto, yams]),
        .executableTarget(
            name: "portico",
            dependencies: [
                "Proof", "Model", "Records", "SQLiteRecords", "Documents", "Templates", "Site", "Actions", "Server", "CLinux",
                arguments,
                log,
                lifecycle, signals, yams, nioCore,
            ],
            resources: [.copy("Demo")], swiftSettings: walls),

        .target(name: "TestKit", dependencies: ["Model"], path: "Tests/TestKit", swiftSettings: walls),
        tests("Model", []),
        tests("Threads", []),
        tests("Records", ["Model"]),
        tests("SQLiteRecords", ["Model", "Records", "Documents", grdb]),
        tests("Documents", ["Model", crypto]),
        tests("Markdown", ["Model"]),
        tests("Templates", ["Model"]),
        tests("Site", ["Model", "Templates"], exclude: ["Specimens"]),
        tests("Actions", ["Model", "Records", "SQLiteRecords", "Documents", "Site", "Templates", crypto]),
        tests(
            "Server",
            [
                "Model", "Actions", "Records", "SQLiteRecords", "Documents", "Site", "Templates", "Proof", "portico", hummingbird,
                httpTypes, nioCore,
            ]),
        tests("Proof", ["Model", "Site"]),
        tests("portico", ["Model", "Actions", "Records", "SQLiteRecords", "Documents", "Site", "Server", arguments, log]),
    ],
    swiftLanguageModes: [.v6]
)
