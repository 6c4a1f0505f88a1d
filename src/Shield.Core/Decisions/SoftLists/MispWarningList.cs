using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>
/// A MISP warning list. Its <c>type</c> says how its entries match: <c>cidr</c> addresses; <c>string</c>, also where there is none, exactly
/// that name; <c>hostname</c> the name and all below it.
/// </summary>
internal static class MispWarningList
{
    /// <exception cref="SoftFault">It cannot be read as a whole.</exception>
    public static SoftList Read(ReadOnlySpan<byte> text, SoftFile file)
    {
        var kind = file.Kind!.Value;
        var entries = new SoftEntries(kind, coversSubdomains: CoversSubdomains(text, kind));
        var json = new SoftJson(text);
        var isThere = false;
        while (json.NextMember() is { } member)
        {
            if (member is not "list")
            {
                json.Skip();
                continue;
            }

            isThere = true;
            json.Expect(JsonTokenType.StartArray, "list is no array");
            for (var index = 0; json.NextElement(); index++)
            {
                if (entries.Add(json.Text($"list[{index}]")) is { } fault)
                {
                    throw json.Fault($"list[{index}]: {fault}");
                }
            }
        }

        json.End();
        return isThere ? entries.Build(file.Name) : throw new SoftFault("as a whole", "no member 'list'");
    }

    // In the files of old the type comes after the list, so it is looked for first.
    private static bool CoversSubdomains(ReadOnlySpan<byte> text, SoftKind kind)
    {
        var json = new SoftJson(text);
        var (type, line) = ("string", 1);
        while (json.NextMember() is { } member)
        {
            (type, line) = member is "type" ? (json.Text("type"), json.Line) : (type, line);
            json.Skip();
        }

        json.End();
        return (type, kind.HoldsNames()) switch
        {
            ("cidr", false) or ("string", true) => false,
            ("hostname", true) => true,
            ("cidr" or "string" or "hostname", _) => throw new SoftFault(
                $"line {line}",
                $"a list of type '{type}' holds {(type is "cidr" ? "addresses" : "names")}, and the kind {kind.ToWord()} "
                    + $"is about {(kind.HoldsNames() ? "names" : "addresses")}"
            ),
            _ => throw new SoftFault(
                $"line {line}",
                $"a list of type {AddressFault.Quote(type)} is neither addresses nor names: cidr, string and hostname are read"
            ),
        };
    }
}
