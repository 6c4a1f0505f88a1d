using System.IO.Compression;

namespace Shield.Core.Findings;

/// <summary>Input that is gzip, as GuardDuty's exports to S3 are, is known by its first two bytes and not by its name.</summary>
internal static class Decompression
{
    /// <summary>What the input holds.</summary>
    /// <remarks>Reading from it fails with <see cref="InvalidDataException"/> where the compressed stream is cut or damaged: that is no end.</remarks>
    public static async ValueTask<Stream> OpenAsync(Stream input, CancellationToken cancellationToken)
    {
        var first = new byte[2];
        var count = await input.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = new RejoinedStream(first.AsMemory(0, count), input);
        return first is [0x1F, 0x8B] ? new GZipStream(whole, CompressionMode.Decompress, leaveOpen: true) : whole;
    }
}
