using Shield.PceSimulator.Http;

namespace Shield.PceSimulator.Services;

/// <summary>A port or a range of ports in a query, such as <c>443</c> or <c>1-1023</c>; <c>-1</c> is every port.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>A service without ports has all of them.</summary>
    public bool Overlaps(ServicePort port) => port.Port is not { } first || (first <= Last && (port.ToPort ?? first) >= First);

    public static PortRange Read(string name, string text)
    {
        if (text is "-1")
        {
            return new PortRange(0, 65_535);
        }

        var ends = text.Split('-');
        return ends.Length <= 2 && Number(ends[0]) is { } first && Number(ends[^1]) is { } last && first <= last
            ? new PortRange(first, last)
            : throw Refusal.Invalid($"The query parameter {name} is neither a port nor a range of ports: {text}"); // unknown: strict
    }

    private static int? Number(string text) =>
        ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) ? number : null;
}
