using System.Collections.Immutable;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>
/// Amazon's own file. One list cannot say what sits where, the member <c>service</c> does: EC2 is what anybody can rent; what is Amazon's
/// and not in EC2 are front doors and Amazon's own services. A service that is new is no error, a member that is missing is.
/// </summary>
internal static class AwsIpRanges
{
    private const string Rentable = "EC2";

    private static readonly ImmutableArray<(string Array, string Member)> Forms =
    [
        ("prefixes", "ip_prefix"),
        ("ipv6_prefixes", "ipv6_prefix"),
    ];

    /// <exception cref="SoftFault">It cannot be read as a whole.</exception>
    public static ImmutableArray<SoftList> Read(ReadOnlySpan<byte> text, SoftFile file)
    {
        ImmutableArray<string> services = file.Kind is null ? [Rentable] : file.Services;
        var chosen = new SoftEntries(file.Kind ?? SoftKind.Rentable, coversSubdomains: false);
        var all = new SoftEntries(SoftKind.FrontDoor, coversSubdomains: false);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (found, strange) = (new HashSet<string>(), new List<string>());
        var json = new SoftJson(text);
        while (json.NextMember() is { } member)
        {
            if (Forms.FirstOrDefault(form => form.Array == member) is not { Array: not null } form)
            {
                strange.Add($"line {json.Line} says {AddressFault.Quote(member)}");
                json.Skip();
                continue;
            }

            found.Add(member);
            json.Expect(JsonTokenType.StartArray, $"{member} is no array");
            for (var index = 0; json.NextElement(); index++)
            {
                var path = $"{member}[{index}]";
                var (prefix, service) = ReadRow(ref json, path, form.Member, all);
                seen.Add(service);
                if (services.IsEmpty || services.Contains(service, StringComparer.OrdinalIgnoreCase))
                {
                    chosen.Add(prefix);
                }
            }
        }

        json.End();
        foreach (var form in Forms.Where(form => !found.Contains(form.Array)))
        {
            throw new SoftFault("as a whole", $"no member '{form.Array}' ({string.Join(", ", strange)}): half a list is none");
        }

        if (all.Count is 0)
        {
            throw new SoftFault("as a whole", "both arrays are empty, and a published list is never empty");
        }

        if (services.Where(service => !seen.Contains(service)).ToList() is [_, ..] missing)
        {
            throw new SoftFault(
                "as a whole",
                $"no prefix of the service {string.Join(", ", missing)}: it has "
                    + $"{string.Join(", ", seen.Order(StringComparer.Ordinal).Take(40).Select(service => AddressFault.Quote(service)))}"
            );
        }

        var list = chosen.Build(file.Name);
        return file.Kind is null ? [all.BuildWithout(list, file.Name), list] : [list];
    }

    /// <summary>Every row is read and must be sound, whichever services are asked for: a file with a fault is not Amazon's.</summary>
    private static (string Prefix, string Service) ReadRow(ref SoftJson json, string path, string prefixMember, SoftEntries all)
    {
        json.Expect(JsonTokenType.StartObject, $"{path} is no object");
        var start = json.At;
        string? prefix = null;
        string? service = null;
        while (json.NextMember() is { } member)
        {
            if (member == prefixMember)
            {
                prefix = json.Text($"{path}.{member}");
                if (all.Add(prefix) is { } fault)
                {
                    throw json.Fault($"{path}.{member}: {fault}");
                }
            }
            else if (member is "service")
            {
                service = json.Text($"{path}.{member}");
            }
            else
            {
                json.Skip();
            }
        }

        return prefix is not null && service is not null
            ? (prefix, service)
            : throw new SoftFault($"line {json.LineOf(start)}", $"{path} has no {(prefix is null ? prefixMember : "service")}");
    }
}
