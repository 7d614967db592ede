// swift-tools-version: 6.3
import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "Benchmarks", targets: ["Bench"])],
  dependencies: [.package(name: "juggler", path: "..")],
  targets: [
    .executableTarget(name: "Bench", dependencies: [.product(name: "JSON", package: "juggler")])
  ],
  swiftLanguageModes: [.v6]
)
