import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// The output of a workflow as the answer to a call.
///
/// An array of many elements is written piece by piece, each when the client has taken the one before, so that a slow client
/// costs no more than a piece. `Accept: application/x-ndjson` gets one element a line.
enum CallAnswer {
  /// Elements from which on an array is written in pieces.
  static let longArray = 1000
  /// Bytes of a piece, about.
  static let pieceSize = 32 << 10

  static func reply(_ output: JSONValue, asLines: Bool) -> Reply {
    if asLines { return .written(lines(output)) }
    guard case .array(let elements) = output, elements.count >= longArray else {
      return .whole(PlainAnswer(json: output))
    }
    return .written(pieces(elements, MediaTypes.json, opening: "[", separator: ",", closing: "]"))
  }

  private static func lines(_ output: JSONValue) -> Response {
    pieces(output.arrayValue ?? [output], MediaTypes.ndjson, opening: "", separator: "\n", closing: "\n")
  }

  private static func pieces(
    _ elements: [JSONValue], _ mediaType: String, opening: String, separator: String, closing: String
  ) -> Response {
    let body = ResponseBody { writer in
      var bytes = Array(opening.utf8)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(contentsOf: separator.utf8) }
        element.write(into: &bytes)
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
