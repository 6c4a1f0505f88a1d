using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using nietras.SeparatedValues;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>
/// Writes lists that other firewalls and platforms read. The same entries make the same bytes: nothing in a list tells when it was written.
/// </summary>
public static class FeedWriter
{
    /// <summary>Of the names that are made by RFC 9562 section 5.5, so that they are nobody else's.</summary>
    private static readonly Guid Namespace = new("6d2f0d43-4c0f-5d0a-9b7e-0b0f6a0c9a55");

    private const int FlushAt = 1 << 16;

    /// <param name="format">Not <see cref="FeedFormat.Misp"/>, which Shield only reads.</param>
    /// <param name="entries">Each indicator at most once in a direction; written in their order.</param>
    /// <param name="owner">Whose decisions these are (Pce:OwnerId): a part of the ids in STIX.</param>
    /// <param name="output">Is left open.</param>
    public static void Write(FeedFormat format, IReadOnlyCollection<FeedEntry> entries, string owner, Stream output)
    {
        switch (format)
        {
            case FeedFormat.Plain:
                WritePlain(entries, output);
                break;
            case FeedFormat.Csv:
                WriteCsv(entries, output);
                break;
            case FeedFormat.Json:
                WriteJson(entries, output);
                break;
            case FeedFormat.Stix:
                WriteStix(entries, owner, output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "is only read");
        }
    }

    /// <summary>
    /// Addresses, CIDR blocks and domains, one a line and each once. A low-high range is written as the blocks it is made of.
    /// </summary>
    private static void WritePlain(IReadOnlyCollection<FeedEntry> entries, Stream output)
    {
        using var writer = Text(output);
        foreach (var indicator in entries.Select(entry => entry.Indicator).Distinct())
        {
            if (indicator.IsDomain)
            {
                writer.Write(indicator + "\n");
                continue;
            }

            foreach (var block in RangeSet.Of([indicator.Range]).ToCidrs())
            {
                writer.Write(block + "\n");
            }
        }
    }

    private static void WriteCsv(IReadOnlyCollection<FeedEntry> entries, Stream output)
    {
        using var text = Text(output);
        using var writer = Sep.New(',').Writer(options => options with { Escape = true }).To(text);
        foreach (var entry in entries)
        {
            using var row = writer.NewRow();
            foreach (var (name, value) in Members(entry))
            {
                row[name].Set(Unformulated(value ?? ""));
            }
        }

        if (entries.Count is 0)
        {
            text.Write(string.Join(',', Names) + "\n");
        }
    }

    private static void WriteJson(IReadOnlyCollection<FeedEntry> entries, Stream output)
    {
        using var writer = Json(output);
        writer.WriteStartArray();
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Members(entry))
            {
                if (name is "severity")
                {
                    writer.WriteNumber(name, entry.Severity);
                }
                else
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteEndObject();
            FlushIfFull(writer);
        }

        writer.WriteEndArray();
        EndLine(writer, output);
    }

    /// <summary>A bundle of STIX 2.1 with one indicator for each entry.</summary>
    private static void WriteStix(IReadOnlyCollection<FeedEntry> entries, string owner, Stream output)
    {
        using var writer = Json(output);
        writer.WriteStartObject();
        writer.WriteString("type", "bundle");
        writer.WriteString("id", $"bundle--{Name($"{owner}|bundle")}");
        writer.WriteStartArray("objects");
        foreach (var entry in entries)
        {
            WriteIndicator(entry, owner, writer);
            FlushIfFull(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        EndLine(writer, output);
    }

    private static void WriteIndicator(FeedEntry entry, string owner, Utf8JsonWriter writer)
    {
        var direction = entry.Direction.ToWord();
        // A version of the object has its own modified, and valid_until must lie behind valid_from.
        var (from, modified) = (entry.FirstSeen, entry.LastSeen > entry.FirstSeen ? entry.LastSeen : entry.FirstSeen);
        from = entry.Until is { } until && until <= from ? until.AddMilliseconds(-1) : from;
        writer.WriteStartObject();
        writer.WriteString("type", "indicator");
        writer.WriteString("spec_version", "2.1");
        writer.WriteString("id", $"indicator--{Name($"{owner}|{entry.Indicator}|{direction}")}");
        writer.WriteString("created", ToMilliseconds(from < modified ? from : modified));
        writer.WriteString("modified", ToMilliseconds(modified));
        writer.WriteString("name", $"{entry.Indicator} ({direction})");
        writer.WriteString("description", $"GuardDuty Shield: {entry.Reason}, {entry.State}");
        writer.WriteStartArray("indicator_types");
        writer.WriteStringValue("malicious-activity");
        writer.WriteEndArray();
        writer.WriteStartArray("labels");
        writer.WriteStringValue(StixFeed.DirectionLabel + direction);
        writer.WriteEndArray();
        writer.WriteString("pattern", PatternOf(entry.Indicator));
        writer.WriteString("pattern_type", "stix");
        writer.WriteString("pattern_version", "2.1");
        writer.WriteString("valid_from", ToText(from));
        if (entry.Until is { } end)
        {
            writer.WriteString("valid_until", ToText(end));
        }

        writer.WriteEndObject();
    }

    private static string PatternOf(Indicator indicator)
    {
        if (indicator.IsDomain)
        {
            return $"[domain-name:value = '{indicator}']";
        }

        var type = indicator.Range.Family is AddressFamily.IPv4 ? "ipv4-addr" : "ipv6-addr";
        var blocks = RangeSet
            .Of([indicator.Range])
            .ToCidrs()
            .Select(block => $"{type}:value {(block.IsSingle ? "=" : "ISSUBSET")} '{block}'");
        return $"[{string.Join(" OR ", blocks)}]";
    }

    private static readonly string[] Names = ["indicator", "direction", "until", "state", "severity", "reason", "firstSeen", "lastSeen"];

    private static IEnumerable<(string Name, string? Value)> Members(FeedEntry entry) =>
        Names.Zip([
            entry.Indicator.ToString(),
            entry.Direction.ToWord(),
            entry.Until is { } until ? ToText(until) : null,
            entry.State,
            entry.Severity.ToString(CultureInfo.InvariantCulture),
            entry.Reason,
            ToText(entry.FirstSeen),
            ToText(entry.LastSeen),
        ]);

    /// <summary>A spreadsheet would work out what begins like a formula; with an apostrophe it is text.</summary>
    private static string Unformulated(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{cell}" : cell;

    private static string ToText(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>STIX wants created and modified to the millisecond.</summary>
    private static string ToMilliseconds(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The UUID, version 5, of a name (RFC 9562 section 5.5).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The standard says SHA-1; it names, and protects nothing.")]
    private static Guid Name(string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static StreamWriter Text(Stream output) => new(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };

    private static Utf8JsonWriter Json(Stream output) => new(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });

    private static void FlushIfFull(Utf8JsonWriter writer)
    {
        if (writer.BytesPending > FlushAt)
        {
            writer.Flush();
        }
    }

    private static void EndLine(Utf8JsonWriter writer, Stream output)
    {
        writer.Flush();
        output.WriteByte((byte)'\n');
    }
}
