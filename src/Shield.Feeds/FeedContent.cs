using Shield.Core.Feeds;
using Shield.Hosting.Settings;

namespace Shield.Feeds;

/// <summary>Bytes of a feed → what they name.</summary>
internal static class FeedContent
{
    /// <summary>A list that names more is taken by nobody: a PCE has room for some thousands.</summary>
    public const int MostParties = 250_000;

    /// <exception cref="FeedFaultException">They are no list.</exception>
    public static async Task<FeedReading> ReadAsync(byte[] content, FeedFormat? format, string source, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await FeedParser.ReadAsync(new MemoryStream(content), format, source, MostParties, cancellationToken);
            return reading.IsCut
                ? throw new FeedFaultException($"{source} names more than {MostParties:N0} parties: name a smaller list")
                : reading;
        }
        catch (UnreadableFeedException fault)
        {
            throw new FeedFaultException($"{source}: {fault.What}. {fault.ToDo}", fault);
        }
        catch (IOException fault)
        {
            throw new FeedFaultException($"{source} cannot be read: {fault.Message}", fault);
        }
    }

    /// <returns>Null where the content tells.</returns>
    public static FeedFormat? FormatOf(FeedKind? kind) =>
        kind switch
        {
            FeedKind.Plain => FeedFormat.Plain,
            FeedKind.Csv => FeedFormat.Csv,
            FeedKind.Json => FeedFormat.Json,
            FeedKind.Stix or FeedKind.Taxii => FeedFormat.Stix,
            FeedKind.Misp => FeedFormat.Misp,
            _ => null,
        };
}
