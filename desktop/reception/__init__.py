"""The front desk: today's people, finding and registering somebody, and when a physio must come now."""
