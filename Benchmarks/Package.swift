// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "Benchmarks", targets: ["Bench"])],
  dependencies: [
    .package(name: "juggler", path: ".."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    // Counts allocations.
    .target(name: "CAllocations"),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CAllocations",
        .product(name: "AsyncPatterns", package: "juggler"),
        .product(name: "JQ", package: "juggler"),
        .product(name: "JSON", package: "juggler"),
        .product(name: "Juggler", package: "juggler"),
        .product(name: "JugglerSQLite", package: "juggler"),
        .product(name: "JugglerTesting", package: "juggler"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
