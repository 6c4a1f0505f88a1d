using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Faults;

/// <summary>Somebody at the console, who opens a list, edits it, saves it, and perhaps provisions it: with the API's own calls.</summary>
internal static class AnotherAdministrator
{
    public static void Act(Pce pce, DateTimeOffset at, Fault.AnotherAdministrator edit)
    {
        var list = pce.Policy.Draft.Values.Select(draft => draft.Object).OfType<IpList>()
            .FirstOrDefault(list => list.ExternalDataReference == edit.List || list.Name == edit.List);
        if (list is null)
        {
            return;
        }

        var removed = edit.Remove.Select(text => Entry(text).Interval).ToHashSet();
        var entries = list.Ranges.Where(entry => !removed.Contains(entry.Interval)).Concat(edit.Add.Select(Entry));
        var user = new ApiUser { Key = "", Secret = "", Href = edit.By, Username = "another@simulated.example" };
        var href = pce.Org.Of("draft", list.Key);
        try
        {
            InnerCalls.Make(pce, user, at, "PUT", href, new JsonObject { ["ip_ranges"] = new JsonArray([.. entries.Select(entry => entry.Write())]) });
            if (edit.Provision)
            {
                InnerCalls.Make(pce, user, at, "POST", $"{pce.Org.Root}/sec_policy", new JsonObject
                {
                    ["change_subset"] = new JsonObject { ["ip_lists"] = new JsonArray(new JsonObject { ["href"] = href }) },
                });
            }
        }
        catch (Refusal)
        {
            // They were told; the caller, whose fault it is not, is not.
        }
    }

    /// <summary><c>low-high</c>, an address or a CIDR.</summary>
    public static IpEntry Entry(string text) =>
        text.Split('-', 2) is [var low, var high] ? IpListBody.Entry(low, high, null, false, text) : IpListBody.Entry(text, null, null, false, text);
}
