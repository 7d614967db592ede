// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "Benchmarks", targets: ["Bench"])],
  dependencies: [
    .package(name: "juggler", path: ".."),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Counts allocations.
    .target(name: "CAllocations"),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CAllocations",
        .product(name: "AsyncPatterns", package: "juggler"),
        .product(name: "JSON", package: "juggler"),
        .product(name: "Juggler", package: "juggler"),
        .product(name: "JugglerSQLite", package: "juggler"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
