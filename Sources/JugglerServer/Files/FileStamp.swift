#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What of a file changes when its content does.
///
/// Read by `FileManager` and not by `stat`, whose declaration belongs to another module as soon as a dependency imports the
/// whole of Foundation.
struct FileStamp: Hashable, Sendable {
  private var size: UInt64
  private var modified: Date?
  private var node: UInt64?

  init(_ attributes: [FileAttributeKey: Any]) {
    size = attributes[.size] as? UInt64 ?? 0
    modified = attributes[.modificationDate] as? Date
    node = attributes[.systemFileNumber] as? UInt64
  }

  /// `nil` for a file that is not there.
  init?(of path: String) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
    self.init(attributes)
  }
}
