using System.Text.Json.Nodes;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.IpLists;

namespace Shield.PceSimulator.Faults;

/// <summary>Somebody at the console, who opens a list, edits it, saves it, and perhaps provisions it: with the API's own calls.</summary>
internal static class AnotherAdministrator
{
    public static void Act(Pce pce, DateTimeOffset at, Fault.AnotherAdministrator edit)
    {
        var list = pce
            .Policy.Draft.Values.Select(draft => draft.Object)
            .OfType<IpList>()
            .FirstOrDefault(list => list.ExternalDataReference == edit.List || list.Name == edit.List);
        if (list is null)
        {
            return;
        }

        var user = new ApiUser
        {
            Key = "",
            Secret = "",
            Href = edit.By,
            Username = pce.People.Find(edit.By)?.Username ?? "another@simulated.example",
        };
        var href = pce.Org.Of("draft", list.Key);
        try
        {
            InnerCalls.Make(pce, user, at, edit.Delete ? "DELETE" : "PUT", href, edit.Delete ? null : Body(list, edit));
            if (edit.Provision)
            {
                var body = new JsonObject
                {
                    ["change_subset"] = new JsonObject { ["ip_lists"] = new JsonArray(new JsonObject { ["href"] = href }) },
                };
                if (edit.Message is not null)
                {
                    body["update_description"] = edit.Message;
                }

                InnerCalls.Make(pce, user, at, "POST", $"{pce.Org.Root}/sec_policy", body);
            }
        }
        catch (Refusal)
        {
            // The PCE refused this edit. The call that it belongs to goes on all the same.
        }
    }

    /// <summary>An edit of a name or a description alone sends no ranges.</summary>
    private static JsonObject Body(IpList list, Fault.AnotherAdministrator edit)
    {
        var body = new JsonObject();
        if (edit.Name is not null)
        {
            body["name"] = edit.Name;
        }

        if (edit.Description is not null)
        {
            body["description"] = edit.Description;
        }

        if (body.Count is 0 || edit.Add is not [] || edit.Remove is not [])
        {
            var removed = edit.Remove.Select(text => Entry(text).Interval).ToHashSet();
            var entries = list.Ranges.Where(entry => !removed.Contains(entry.Interval)).Concat(edit.Add.Select(Entry));
            body["ip_ranges"] = new JsonArray([.. entries.Select(entry => entry.Write())]);
        }

        return body;
    }

    /// <summary><c>low-high</c>, an address or a CIDR.</summary>
    public static IpEntry Entry(string text) =>
        text.Split('-', 2) is [var low, var high]
            ? IpListBody.Entry(low, high, null, false, text)
            : IpListBody.Entry(text, null, null, false, text);
}
