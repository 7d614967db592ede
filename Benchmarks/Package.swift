// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "Benchmarks", targets: ["Bench"])],
  dependencies: [.package(name: "juggler", path: "..")],
  targets: [
    // Counts allocations.
    .target(name: "CAllocations"),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CAllocations",
        .product(name: "AsyncPatterns", package: "juggler"),
        .product(name: "JSON", package: "juggler"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
