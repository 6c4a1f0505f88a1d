using System.Collections.Immutable;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>
/// What a file of soft never-block came to: its lists, or why it cannot be read. Never part of it: a list that was cut off protects too
/// little.
/// </summary>
public sealed record SoftSource
{
    /// <summary>A million blocks are at most 40 MB.</summary>
    public const int LargestFile = 128 << 20;

    public required SoftFile File { get; init; }

    /// <summary>Empty where it cannot be read.</summary>
    public required ImmutableArray<SoftList> Lists { get; init; }

    /// <summary>File, place and what is wrong there; null where all of it was read.</summary>
    public required string? Unreadable { get; init; }

    /// <param name="file">Which one, and how it is written.</param>
    /// <param name="content">All bytes of it, packed by gzip or not.</param>
    /// <param name="origin">Where the bytes are from, for a message; the file's own path, or what may take its place.</param>
    public static SoftSource Read(SoftFile file, byte[] content, string origin)
    {
        try
        {
            var text = SoftText.Of(content);
            return new SoftSource
            {
                File = file,
                Lists = file.Format switch
                {
                    SoftFormat.AwsIpRanges => AwsIpRanges.Read(text.Span, file),
                    SoftFormat.Misp => [MispWarningList.Read(text.Span, file)],
                    _ => [PlainList.Read(text.Span, file)],
                },
                Unreadable = null,
            };
        }
        catch (SoftFault fault)
        {
            return Refused(file, $"{origin}, {fault.Message}");
        }
    }

    /// <summary>The bytes could not be had at all.</summary>
    public static SoftSource Refused(SoftFile file, string why) =>
        new()
        {
            File = file,
            Lists = [],
            Unreadable = why,
        };
}
