using System.Buffers;
using System.Buffers.Text;

namespace Shield.Core.Findings;

/// <summary>
/// Documents that were made a text by base64, and packed by gzip before: subscriptions of CloudWatch Logs, Kinesis, Firehose, requests to a
/// function's URL.
/// </summary>
/// <remarks>
/// One instance serves one document with all that is inside it: the bound holds for all of it together, also for something packed inside
/// something packed.
/// </remarks>
internal sealed class Unpacking
{
    /// <summary>What one document may grow to. The largest event of Lambda (6 MB) holds less when it is real.</summary>
    public const int MostBytes = 32 << 20;

    private int _left = MostBytes;

    /// <param name="text">In base64, with or without padding and line ends.</param>
    /// <param name="content">Of the text.</param>
    /// <param name="fault">Why it cannot be unpacked, as a sentence without its subject; null where it was, and where it is no base64 at
    /// all.</param>
    public bool TryUnpack(ReadOnlySpan<byte> text, out ReadOnlyMemory<byte> content, out string? fault)
    {
        (content, fault) = (default, null);
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.Length < 4 || Base64.DecodeFromUtf8(text, bytes, out _, out var length) is not OperationStatus.Done)
        {
            return false;
        }

        content = bytes.AsMemory(0, length);
        var isPacked = content.Span is [0x1F, 0x8B, ..];
        if (!isPacked && !IsDocument(content.Span))
        {
            return false;
        }

        _left -= length;
        return isPacked ? TryGunzip(bytes, length, out content, out fault) : IsInBounds(out fault);
    }

    // The word "text" is valid base64 too, of three bytes that mean nothing.
    private static bool IsDocument(ReadOnlySpan<byte> content)
    {
        var text = Document.Trimmed(content);
        return (!text.IsEmpty && text[0] is (byte)'{' or (byte)'[' or (byte)'"')
            || ForeignFormat.Find(content[..Math.Min(content.Length, ForeignFormat.LongestStart)], out _) is not null;
    }

    private bool TryGunzip(byte[] packed, int length, out ReadOnlyMemory<byte> content, out string? fault)
    {
        content = default;
        using var unpacked = new MemoryStream();
        try
        {
            using var gzip = new GzipMembers(new MemoryStream(packed, 0, length));
            var buffer = new byte[16 << 10];
            int read;
            while ((read = gzip.Read(buffer, 0, buffer.Length)) > 0)
            {
                _left -= read;
                if (!IsInBounds(out fault))
                {
                    return false;
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException broken)
        {
            fault = $"cannot be unpacked: {broken.Message}";
            return false;
        }

        content = unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
        fault = null;
        return true;
    }

    private bool IsInBounds(out string? fault)
    {
        fault = _left >= 0 ? null : $"unpacks to more than {MostBytes >> 20} MiB";
        return fault is null;
    }
}
