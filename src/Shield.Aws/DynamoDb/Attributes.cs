using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Shield.Aws.DynamoDb;

/// <summary>Values in and out of attributes.</summary>
/// <remarks>Reading throws <see cref="FormatException"/> for what we cannot have written.</remarks>
internal static class Attributes
{
    public static AttributeValue ToAttribute(this string text) => new() { S = text };

    public static AttributeValue ToAttribute(this long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue ToAttribute(this DateTimeOffset time) => new() { S = Instant.Write(time) };

    public static AttributeValue ToAttribute(this byte[] bytes) => new() { B = new MemoryStream(bytes, writable: false) };

    public static string Text(this Item item, string name) =>
        item.TextOrNull(name) ?? throw new FormatException($"attribute '{name}' is missing");

    public static string? TextOrNull(this Item item, string name) => item.TryGetValue(name, out var value) ? value.S : null;

    /// <summary>An attribute that is absent counts as <paramref name="absent"/>.</summary>
    public static long Number(this Item item, string name, long absent) =>
        item.TryGetValue(name, out var value) ? long.Parse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : absent;

    public static long Number(this Item item, string name) =>
        item.ContainsKey(name) ? item.Number(name, absent: 0) : throw new FormatException($"attribute '{name}' is missing");

    public static DateTimeOffset Time(this Item item, string name, DateTimeOffset absent) =>
        item.TextOrNull(name) is { } text ? Instant.Read(text) : absent;

    public static byte[] Bytes(this Item item, string name) =>
        item.TryGetValue(name, out var value) && value.B is { } bytes
            ? bytes.ToArray()
            : throw new FormatException($"attribute '{name}' is missing");
}
