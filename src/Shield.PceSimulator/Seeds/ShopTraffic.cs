using Shield.PceSimulator.Traffic;

namespace Shield.PceSimulator.Seeds;

/// <summary>
/// Who talks to the shop: its customers and partners for a week, and for a day the attackers of the findings in samples/. Nobody knows
/// yet that those are malicious, so everything that the shop's rules let in is let in.
/// </summary>
internal static class ShopTraffic
{
    private const string Web1 = "web-1.shop.example";
    private const string Web2 = "web-2.shop.example";
    private const string App1 = "app-1.shop.example";
    private const string App2 = "app-2.shop.example";
    private const string Database1 = "db-1.shop.example";
    private const string Database2 = "db-2.shop.example";

    public static void Sow(Pce pce)
    {
        var week = pce.Now - TimeSpan.FromDays(7);
        var day = pce.Now - TimeSpan.FromDays(1);
        pce.Traffic.Add([
            // Customers, a price comparison and the auditors.
            Habit("84.115.23.190", Web1, 443, week, minutes: 20, connections: 6),
            Habit("84.115.23.190", Web2, 443, week, minutes: 45, connections: 3),
            Habit("51.68.144.78", Web1, 443, week, minutes: 60, connections: 4),
            Habit("2a02:8388:1c40:9a00::23", Web1, 443, week, minutes: 30, connections: 5),
            Habit("198.27.66.140", Web1, 443, week, minutes: 180, connections: 40),
            Habit("198.27.66.140", Web2, 443, week, minutes: 180, connections: 40),
            Habit("81.169.181.90", App1, 443, week, minutes: 240, connections: 2),
            // The shop itself, and whom it calls.
            Habit(Web1, App1, 8080, week, minutes: 10, connections: 30),
            Habit(Web2, App2, 8080, week, minutes: 10, connections: 30),
            Habit(App1, Database1, 5432, week, minutes: 15, connections: 12),
            Habit(App2, Database2, 5432, week, minutes: 15, connections: 12),
            Habit(App1, "203.27.44.18", 443, week, minutes: 90, connections: 3) with
            {
                Name = "payments.partner.example",
            },
            Habit(Web2, Database1, 5432, week, minutes: 720, connections: 1),
            // The attackers.
            Habit("51.68.144.77", Web1, 22, day, minutes: 5, connections: 40),
            Habit("51.68.144.77", Web1, 443, day, minutes: 60, connections: 2),
            Habit("167.71.62.19", Web2, 22, day, minutes: 30, connections: 3),
            Habit("167.71.62.19", Web2, 443, day, minutes: 30, connections: 3),
            Habit("167.71.62.19", Web2, 3389, day, minutes: 30, connections: 3),
            Habit("88.198.211.146", Web2, 443, day, minutes: 45, connections: 2),
            Habit("2a01:4f9:c011:7a1e::2", Web2, 443, day, minutes: 60, connections: 2),
            Habit(App1, "45.76.83.201", 443, day, minutes: 10, connections: 2),
            Habit("45.76.83.201", Web1, 443, day, minutes: 120, connections: 1),
            Habit("193.24.210.57", Web1, 443, day, minutes: 90, connections: 2),
            Habit(App2, "161.97.88.41", 22, day, minutes: 15, connections: 20),
        ]);
    }

    private static Contact Habit(string from, string to, int port, DateTimeOffset since, int minutes, int connections) =>
        new()
        {
            From = from,
            To = to,
            Port = port,
            At = since,
            Every = TimeSpan.FromMinutes(minutes),
            Connections = connections,
        };
}
