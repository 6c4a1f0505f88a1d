using System.Text;

namespace Shield.Core.Findings;

/// <summary>
/// What an input is, told by its first bytes and never by its name: gzip is unpacked, UTF-16 is made UTF-8, and a format that holds no JSON
/// is named.
/// </summary>
/// <param name="Content">What the input holds, as UTF-8.</param>
/// <param name="Likeness">A well-known format that is none of ours, such as <c>an HTML page</c>; null for anything else.</param>
/// <param name="IsBinary">Nothing in it can be read as text.</param>
internal sealed record InputFormat(Stream Content, string? Likeness, bool IsBinary) : IAsyncDisposable
{
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <remarks>
    /// Reading from the content fails with <see cref="InvalidDataException"/> where the compressed stream is cut, damaged, or followed by
    /// something that is no gzip member: that is no end. It fails with <see cref="DecoderFallbackException"/> where UTF-16 is not valid.
    /// </remarks>
    public static async ValueTask<InputFormat> OpenAsync(Stream input, CancellationToken cancellationToken)
    {
        var (first, stream) = await PeekAsync(input, cancellationToken);
        if (first is [0x1F, 0x8B, ..])
        {
            (first, stream) = await PeekAsync(new GzipMembers(stream), cancellationToken);
        }

        // Windows PowerShell writes UTF-16 with a byte order mark.
        return first switch
        {
            [0xFF, 0xFE, ..] => Of(stream, LittleEndian, first),
            [0xFE, 0xFF, ..] => Of(stream, BigEndian, first),
            _ => new InputFormat(stream, ForeignFormat.Find(first, out var isBinary), isBinary),
        };
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static InputFormat Of(RejoinedStream stream, Encoding encoding, byte[] first)
    {
        var text = new RejoinedStream(first.AsMemory(2), stream.Rest);
        return new InputFormat(
            Encoding.CreateTranscodingStream(text, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)),
            null,
            IsBinary: false
        );
    }

    private static async ValueTask<(byte[] First, RejoinedStream Whole)> PeekAsync(Stream input, CancellationToken cancellationToken)
    {
        var first = new byte[ForeignFormat.LongestStart];
        var count = await input.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        return (first[..count], new RejoinedStream(first.AsMemory(0, count), input));
    }
}

/// <summary>Bytes that were read from a stream to see what it is, and the rest of it.</summary>
internal sealed class RejoinedStream(ReadOnlyMemory<byte> first, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _first = first;

    /// <summary>What follows the bytes that were read.</summary>
    public Stream Rest => rest;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _first.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakeFirst(buffer.Span));

    public override int Read(Span<byte> buffer) => _first.IsEmpty ? rest.Read(buffer) : TakeFirst(buffer);

    private int TakeFirst(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _first.Length);
        _first.Span[..count].CopyTo(buffer);
        _first = _first[count..];
        return count;
    }
}
