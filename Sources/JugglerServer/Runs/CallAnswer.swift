import AsyncPatterns
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// The output of a workflow as the answer to a call.
///
/// An array of many elements is written piece by piece, each when the client has taken the one before, so that a slow client
/// costs no more than a piece. `Accept: application/x-ndjson` gets one element a line. What is large and no array is written
/// on the pool.
enum CallAnswer {
  /// Elements from which on an array is written in pieces.
  static let longArray = 1000
  /// Bytes of a piece, about.
  static let pieceSize = 32 << 10

  static func reply(_ output: JSONValue, asLines: Bool, on pool: CPUPool) -> Reply {
    if asLines {
      let elements = output.arrayValue ?? [output]
      return .written(pieces(elements, MediaTypes.ndjson, opening: "", separator: "\n", closing: "\n", on: pool))
    }
    let isSmall = output.isSmaller(than: Response.inlineSize)
    guard case .array(let elements) = output, !isSmall || elements.count >= longArray else {
      return isSmall ? .whole(PlainAnswer(json: output)) : .written(Response(json: output, on: pool))
    }
    return .written(pieces(elements, MediaTypes.json, opening: "[", separator: ",", closing: "]", on: pool))
  }

  private static func pieces(
    _ elements: [JSONValue], _ mediaType: String, opening: String, separator: String, closing: String,
    on pool: CPUPool
  ) -> Response {
    let body = ResponseBody { writer in
      var bytes = Array(opening.utf8)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(contentsOf: separator.utf8) }
        if element.isSmaller(than: Response.inlineSize) {
          element.write(into: &bytes)
        } else {
          bytes += try await pool.run { element.serializedBytes() }
        }
        if bytes.count >= pieceSize {
          try await writer.write(ByteBuffer(bytes: bytes))
          bytes.removeAll(keepingCapacity: true)
        }
      }
      if !elements.isEmpty || mediaType == MediaTypes.json { bytes.append(contentsOf: closing.utf8) }
      if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: [.contentType: mediaType], body: body)
  }
}
