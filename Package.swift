// swift-tools-version: 6.3
import PackageDescription

/// CI sets `JUGGLER_STRICT=1`: warnings are errors there, and only warnings while you work.
let strict = Context.environment["JUGGLER_STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

let package = Package(
  name: "juggler",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "juggler", targets: ["JugglerCLI"]),
    .library(name: "AsyncPatterns", targets: ["AsyncPatterns"]),
    .library(name: "JSON", targets: ["JSON"]),
    .library(name: "JQ", targets: ["JQ"]),
    .library(name: "Juggler", targets: ["Juggler"]),
    .library(name: "JugglerSQLite", targets: ["JugglerSQLite"]),
    .library(name: "JugglerAPI", targets: ["JugglerAPI"]),
    .library(name: "JugglerClient", targets: ["JugglerClient"]),
    .library(name: "JugglerTesting", targets: ["JugglerTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-service-context", from: "1.5.1"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // Arrows point only upwards in this list; docs/architecture.md says why.
    .target(
      name: "AsyncPatterns",
      dependencies: [
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "JQ", dependencies: ["JSON"], swiftSettings: settings),
    .target(
      name: "IPAddresses", dependencies: [.product(name: "NIOCore", package: "swift-nio")], swiftSettings: settings),
    .target(name: "JSONSchema", dependencies: ["JSON"], swiftSettings: settings),
    .target(
      name: "OpenWorkflow",
      dependencies: ["JSON", "JQ", "JSONSchema", .product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .target(
      name: "Juggler",
      dependencies: ["JSON", "AsyncPatterns", .product(name: "Logging", package: "swift-log")],
      swiftSettings: settings),
    .target(
      name: "JugglerSQLite",
      dependencies: [
        "Juggler", "JSON",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "JugglerTesting",
      dependencies: [
        "Juggler", "JSON", "AsyncPatterns",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "OpenWorkflowRuntime",
      dependencies: [
        "OpenWorkflow", "Juggler", "JSON", "JSONSchema", "JQ", "AsyncPatterns",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "JugglerConnectors",
      dependencies: [
        "OpenWorkflowRuntime", "Juggler", "JSON", "AsyncPatterns", "IPAddresses",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(name: "JugglerAPI", dependencies: ["JSON"], swiftSettings: settings),
    .target(
      name: "JugglerTelemetry",
      dependencies: [
        "Juggler", "JSON", "AsyncPatterns",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Instrumentation", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceContextModule", package: "swift-service-context"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: settings),
    .target(
      name: "JugglerServer",
      dependencies: [
        "JugglerAPI", "JugglerTelemetry", "OpenWorkflowRuntime", "OpenWorkflow", "Juggler", "JSON", "JSONSchema",
        "AsyncPatterns", "IPAddresses",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdHTTP2", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "ServiceContextModule", package: "swift-service-context"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: settings),
    .target(
      name: "JugglerClient",
      dependencies: [
        "JugglerAPI", "JSON",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "JugglerCLI",
      dependencies: [
        "JSON", "JQ", "OpenWorkflow", "OpenWorkflowRuntime", "Juggler", "JugglerConnectors",
        "JugglerSQLite", "JugglerTesting", "JugglerAPI", "JugglerClient", "JugglerServer", "JugglerTelemetry",
        "IPAddresses",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),

    // What the crash tests kill.
    .executableTarget(
      name: "CrashSubject",
      dependencies: [
        "Juggler", "JugglerSQLite", "JugglerTesting", "JSON", "AsyncPatterns",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      path: "Tests/CrashSubject",
      swiftSettings: settings),
    .testTarget(
      name: "CrashTests",
      dependencies: ["CrashSubject", "JugglerTesting", "JugglerSQLite", "Juggler", "JSON"],
      swiftSettings: settings),
    .testTarget(name: "JQTests", dependencies: ["JQ", "JSON"], exclude: ["Data"], swiftSettings: settings),
    .testTarget(name: "IPAddressesTests", dependencies: ["IPAddresses", "JugglerTesting"], swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    .testTarget(name: "JSONSchemaTests", dependencies: ["JSONSchema", "JSON"], swiftSettings: settings),
    .testTarget(
      name: "JugglerConnectorsTests",
      dependencies: [
        "JugglerConnectors", "IPAddresses", "JugglerTesting", "OpenWorkflowRuntime", "Juggler", "JSON",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "JugglerTestingTests",
      dependencies: [
        "JugglerTesting", "JSON",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "OpenWorkflowTests", dependencies: ["OpenWorkflow", "JSONSchema", "JSON"], swiftSettings: settings),
    .testTarget(
      name: "JugglerCLITests",
      dependencies: [
        "JugglerCLI", "JugglerTelemetry", "JugglerTesting", "Juggler", "JSON",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "JugglerTests", dependencies: ["Juggler", "JugglerTesting", "JSON", "AsyncPatterns"],
      swiftSettings: settings),
    .testTarget(
      name: "OpenWorkflowRuntimeTests",
      dependencies: [
        "OpenWorkflowRuntime", "OpenWorkflow", "Juggler", "JugglerConnectors", "JugglerTesting", "JSON",
        "AsyncPatterns",
      ],
      swiftSettings: settings),
    .testTarget(name: "JugglerAPITests", dependencies: ["JugglerAPI", "JSON"], swiftSettings: settings),
    .testTarget(
      name: "JugglerTelemetryTests",
      dependencies: [
        "JugglerTelemetry", "JugglerTesting", "Juggler", "JSON", "AsyncPatterns",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Instrumentation", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "ServiceContextModule", package: "swift-service-context"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "JugglerServerTests",
      dependencies: [
        "JugglerServer", "JugglerAPI", "JugglerTelemetry", "JugglerTesting", "JugglerConnectors", "JugglerSQLite",
        "OpenWorkflowRuntime", "OpenWorkflow", "Juggler", "JSON", "JSONSchema", "AsyncPatterns", "IPAddresses",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "JugglerClientTests",
      dependencies: [
        "JugglerClient", "JugglerAPI", "JugglerServer", "JugglerTesting", "JugglerConnectors", "OpenWorkflowRuntime",
        "OpenWorkflow", "Juggler", "JSON", "AsyncPatterns",
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "JugglerSQLiteTests",
      dependencies: [
        "JugglerSQLite", "JugglerTesting", "Juggler", "JSON",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AsyncPatternsTests",
      dependencies: [
        "AsyncPatterns", "JugglerTesting",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// An executable of its own, since it looks at what the package shows to nobody else: `make bench` builds it.
if Context.environment["JUGGLER_BENCHMARKS"] == "1" {
  package.targets.append(
    .executableTarget(
      name: "call-benchmark",
      dependencies: [
        "AsyncPatterns", "JQ", "JSON", "Juggler", "JugglerConnectors", "OpenWorkflow", "OpenWorkflowRuntime",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Benchmarks/Call",
      swiftSettings: settings))
}
